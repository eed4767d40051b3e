"""Where a person works, which role goes over to whom, and which libraries a facilitator serves."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions, queries
from lms.accounts.forms import HandoverForm, PlaceForm
from lms.accounts.models import RoleGrant
from lms.accounts.routes.staff import choosing
from lms.accounts.routes.staff.door import bp
from lms.accounts.rules import role_labels
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.web import guard


@bp.route("/<uuid:uid>/office", methods=["GET", "POST"])
@guard.allowed(permissions.may_edit)
def change_office(uid: UUID) -> ResponseReturnValue:
    """Let a person work at another office, or as something else, from a day on."""
    who = guard.principal()
    person = queries.get_person_within(who, uid)
    text = choosing.searched("q") or (person.office.name if person.office else "")
    form = PlaceForm(position=person.position, since=clock.today(places.site().zone))
    form.office.choices = choosing.offices(text)
    if form.validate_on_submit():
        try:
            actions.change_office(
                uid, office_uid=UUID(form.office.data), position=form.position.data or "",
                is_in_charge=form.is_in_charge.data, since=form.since.data, by=who,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. Papers issued before keep the earlier office."), "success")
            return redirect(url_for(".person", uid=uid))
    page = render_template("accounts/staff/office.html", person=person, form=form, text=text)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/<uuid:uid>/roles/<uuid:grant_uid>/handover", methods=["GET", "POST"])
@guard.allowed(permissions.may_grant)
def hand_over(uid: UUID, grant_uid: UUID) -> ResponseReturnValue:
    """Hand a role with its reach and libraries to another person from a day on."""
    who = guard.principal()
    person, grant = queries.get_person_within(who, uid), _grant(uid, grant_uid)
    text = choosing.searched("q")
    form = HandoverForm(on=clock.today(places.site().zone))
    form.to.choices = choosing.people(text)
    if form.validate_on_submit():
        try:
            actions.hand_over(grant_uid, to_uid=UUID(form.to.data), on=form.on.data, by=who, now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The role was handed over."), "success")
            return redirect(url_for(".person", uid=form.to.data))
    page = render_template(
        "accounts/staff/handover.html", person=person, grant=grant, form=form, text=text, roles=role_labels(),
        served=queries.libraries_served([grant.id], today=clock.today(places.site().zone)).get(grant.id, []),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/<uuid:uid>/roles/<uuid:grant_uid>/libraries", methods=["GET", "POST"])
@guard.allowed(permissions.may_grant)
def libraries(uid: UUID, grant_uid: UUID) -> ResponseReturnValue:
    """Show which libraries a facilitator serves; add some, take some away."""
    who = guard.principal()
    person, grant = queries.get_person_within(who, uid), _grant(uid, grant_uid)
    today, text = clock.today(places.site().zone), choosing.searched("q")
    if request.method == "POST":
        for text_uid in request.form.getlist("office"):
            if request.form.get("act") == "release":
                actions.release_library(grant_uid, office_uid=_uuid(text_uid), today=today, by=who)
            else:
                actions.assign_library(grant_uid, office_uid=_uuid(text_uid), since=today, by=who)
        flash(_("Saved."), "success")
        return redirect(url_for(".libraries", uid=uid, grant_uid=grant_uid, q=text or None))
    served = queries.libraries_served([grant.id], today=today).get(grant.id, [])
    known = {str(office.uid) for office in served}
    found = [choice for choice in choosing.offices(text, only_libraries=True) if choice[0] not in known]
    return render_template(
        "accounts/staff/libraries.html", person=person, grant=grant, served=served, found=found, text=text
    )


def _grant(uid: UUID, grant_uid: UUID) -> RoleGrant:
    person = queries.get_person_within(guard.principal(), uid)
    found = next((grant for grant in queries.roles_of(person.id) if grant.uid == grant_uid), None)
    if found is None:
        raise Missing
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Missing from None
