"""Acts on one person: a code, a role, a merge."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions, queries
from lms.accounts.forms import LostPhoneForm
from lms.accounts.models import ClaimKind
from lms.accounts.routes.staff import choosing
from lms.accounts.routes.staff import person as page
from lms.accounts.routes.staff.door import bp
from lms.core import clock, ids
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.core.principals import Role
from lms.places import queries as places
from lms.web import guard, whatsapp


@bp.post("/<uuid:uid>/claims")
@guard.allowed(permissions.may_invite)
def create_claim(uid: UUID) -> ResponseReturnValue:
    """Make a code that opens a person's account, and show it once, with a text to send."""
    who = guard.principal()
    found = queries.get_person_within(who, uid)
    wanted = request.form.get("kind")
    kind = ClaimKind(wanted) if wanted in {ClaimKind.SLIP, ClaimKind.SPOKEN} else ClaimKind.LINK
    made = actions.make_claim(uid, kind, by=who, now=clock.now())
    if kind == ClaimKind.SPOKEN:
        return render_template("accounts/staff/spoken.html", person=found, digits=f"{made[:3]} {made[3:]}")
    code = ids.grouped(made)
    link = f"{current_app.config['SETTINGS'].public_url}{url_for('accounts_public.claim', code=code)}"
    words = _("Hello %(name)s, open your %(site)s account here: %(link)s (code %(code)s).",
              name=found.full_name, site=places.site().name, link=link, code=code)  # fmt: skip
    wa_url = whatsapp.link(found.phone, words)
    return render_template(
        "accounts/staff/claim.html", person=found, code=code, link=link, words=words, wa_url=wa_url, kind=kind
    )


@bp.post("/<uuid:uid>/roles")
@guard.allowed(permissions.may_grant)
def create_role(uid: UUID) -> ResponseReturnValue:
    """Give a person a role."""
    who = guard.principal()
    found = queries.get_person_within(who, uid)
    form = page.new_role_form()
    if not form.validate():
        return page.show(found, role_form=form, status=422)
    try:
        actions.grant_role(
            uid, Role(form.role.data), region_id=choosing.region_id(form.region.data), by=who, now=clock.now(),
            valid_from=form.valid_from.data, valid_until=form.valid_until.data,
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return page.show(found, role_form=form, status=422)
    flash(_("The role was given."), "success")
    return redirect(url_for(".person", uid=uid))


@bp.post("/<uuid:uid>/roles/<uuid:grant_uid>/revocation")
@guard.allowed(permissions.may_grant)
def revoke_role(uid: UUID, grant_uid: UUID) -> ResponseReturnValue:
    """Take a role back at once."""
    actions.revoke_role(grant_uid, by=guard.principal(), now=clock.now())
    flash(_("The role was taken back."), "success")
    return redirect(url_for(".person", uid=uid))


@bp.post("/<uuid:uid>/second-step/removal")
@guard.allowed(permissions.may_take_second_step)
def take_second_step(uid: UUID) -> ResponseReturnValue:
    """Take the codes off somebody who has lost the phone."""
    who = guard.principal()
    found, form = queries.get_person_within(who, uid), LostPhoneForm()
    if not form.validate():
        return page.show(found, lost_form=form, status=422)
    try:
        actions.second_steps.take_off(uid, reason=form.reason.data or "", by=who, now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return page.show(found, lost_form=form, status=422)
    flash(
        _("The password alone opens this account now. All its devices were signed out, and its owner is told."),
        "success",
    )
    return redirect(url_for(".person", uid=uid))


@bp.route("/<uuid:uid>/merge/<uuid:other_uid>", methods=["GET", "POST"])
@guard.allowed(permissions.may_merge)
def merge(uid: UUID, other_uid: UUID) -> ResponseReturnValue:
    """Compare two people side by side, and merge the second into the first."""
    who = guard.principal()
    kept, other = queries.get_person_within(who, uid), queries.get_person_within(who, other_uid)
    if request.method == "GET":
        return render_template("accounts/staff/merge.html", kept=kept, other=other)
    try:
        actions.merge(
            uid, merged_uid=other_uid, reason=clean(request.form.get("reason"))[:300], by=who, now=clock.now()
        )
    except Missing:
        raise
    except Refused as refusal:
        return render_template("accounts/staff/merge.html", kept=kept, other=other, problem=refusal.message), 422
    flash(_("The two are one person now; all facts were kept."), "success")
    return redirect(url_for(".person", uid=uid))
