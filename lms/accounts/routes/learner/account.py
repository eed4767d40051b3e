"""One's own account: name, password, devices, codes and consents."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.accounts import actions, permissions, queries, rules
from lms.accounts.forms import ConsentForm, OwnForm, PasswordForm
from lms.accounts.routes.learner.door import bp, own_id
from lms.core import clock
from lms.core.errors import Refused
from lms.web import guard
from lms.web.forms import Form


@bp.get("/")
@guard.allowed(permissions.is_person)
def show() -> ResponseReturnValue:
    """Show one's own account."""
    return _draw()


@bp.post("/facts")
@guard.allowed(permissions.is_person)
def change_facts() -> ResponseReturnValue:
    """Correct one's own name and how one is reached."""
    form = OwnForm()
    if not form.validate():
        return _draw(facts=form)
    try:
        actions.change_person(own_id(), by=guard.principal(), **form.facts())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(facts=form)
    return _done(_("Saved."))


@bp.post("/password")
@guard.allowed(permissions.is_person)
def change_password() -> ResponseReturnValue:
    """Set a new password; every other device is closed."""
    form = PasswordForm()
    if not form.validate():
        return _draw(password=form)
    try:
        closed = actions.change_password(
            by=guard.principal(), present=form.present.data or "", wanted=form.password.data or "", now=clock.now()
        )
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(password=form)
    others = ngettext("%(num)s other device was signed out.", "%(num)s other devices were signed out.", closed)
    return _done(_("The password was changed. %(others)s", others=others))


@bp.post("/devices/<uuid:uid>/closure")
@guard.allowed(permissions.is_person)
def close_device(uid: UUID) -> ResponseReturnValue:
    """Sign one device out."""
    actions.revoke_sign_in(uid, by=guard.principal(), now=clock.now())
    return _done(_("The device was signed out."))


@bp.post("/devices/closure")
@guard.allowed(permissions.is_person)
def close_others() -> ResponseReturnValue:
    """Sign every other device out."""
    closed = actions.revoke_all_sign_ins(own_id(), now=clock.now(), but=guard.principal().sign_in_id)
    return _done(ngettext("%(num)s other device was signed out.", "%(num)s other devices were signed out.", closed))


@bp.post("/consents")
@guard.allowed(permissions.is_person)
def change_consents() -> ResponseReturnValue:
    """Agree to purposes, or take that back."""
    form = ConsentForm()
    for purpose in rules.PURPOSES:
        actions.record_consent(
            purpose, is_given=bool(form[purpose].data), channel="account", by=guard.principal(), now=clock.now()
        )
    return _done(_("Saved."))


def _draw(**forms: Form) -> ResponseReturnValue:
    who = guard.principal()
    person = queries.get_person(own_id())
    page: dict[str, Any] = {
        "person": person,
        "facts": forms.get("facts") or OwnForm(formdata=None, obj=person),
        "password": forms.get("password") or PasswordForm(formdata=None),
        "consents": ConsentForm(formdata=None, data=queries.consents_of(person.id)),
        "devices": queries.sign_ins_of(person.id, now=clock.now()),
        "claims": queries.claims_of(person.id),
        "appointments": queries.appointments_of(person.id),
        "here": who.sign_in_id,
        "may_have_second_step": permissions.may_have_second_step(who),
        "passkeys": len(queries.passkeys_of(person.id)),
        "has_second_step": queries.has_second_step(person.id),
    }
    return render_template("accounts/learner/account.html", **page), 422 if forms else 200


def _done(message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for(".show"))
