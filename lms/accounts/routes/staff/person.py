"""A person's page, entering and correcting people."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions, queries
from lms.accounts.forms import LostPhoneForm, PersonForm, RoleForm
from lms.accounts.models import Person
from lms.accounts.routes.staff.door import bp
from lms.accounts.rules import role_labels
from lms.core import clock
from lms.core.errors import Refused
from lms.core.principals import Role
from lms.places import queries as places
from lms.web import guard


@bp.get("/<uuid:uid>")
@guard.allowed(permissions.may_see_people)
def person(uid: UUID) -> ResponseReturnValue:
    """Show a person in reach: account, office, roles, and what other features add."""
    return show(queries.get_person_within(guard.principal(), uid))


def show(
    found: Person, *, role_form: RoleForm | None = None, lost_form: LostPhoneForm | None = None, code: str = "",
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    """Draw a person's page, with a form that was refused or a code that was just made."""
    who = guard.principal()
    page = render_template(
        "accounts/staff/person.html",
        person=found,
        grants=queries.roles_of(found.id),
        appointments=queries.appointments_of(found.id),
        doubles=queries.doubles_of(who, found) if permissions.may_merge(who) else [],
        roles=role_labels(),
        role_form=role_form or new_role_form(),
        has_second_step=queries.has_second_step(found.id),
        passkeys=len(queries.passkeys_of(found.id)),
        lost_form=lost_form or LostPhoneForm(formdata=None),
        may_take_second_step=permissions.may_take_second_step(who) and found.id != who.person_id,
        may_edit=permissions.may_edit(who),
        may_grant=permissions.may_grant(who),
        may_invite=permissions.may_invite(who),
        today=clock.today(places.site().zone),
        code=code,
    )
    return page, status


def new_role_form() -> RoleForm:
    """Return the form for a role that begins today."""
    form = RoleForm(valid_from=clock.today(places.site().zone))
    given = [role for role in Role if permissions.may_grant_role(guard.principal(), role)]
    form.role.choices = [(role.value, role_labels()[role]) for role in given]
    return form


@bp.route("/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_edit)
def new() -> ResponseReturnValue:
    """Enter a person at one's own office."""
    form = PersonForm()
    who = guard.principal()
    if form.validate_on_submit():
        try:
            made = actions.make_person(**form.facts(), office_id=who.office_id, by=who, now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("%(name)s was entered.", name=made.full_name), "success")
            return redirect(url_for(".person", uid=made.uid))
    wrong = form.errors or form.form_errors
    return render_template("accounts/staff/person_edit.html", form=form, person=None), 422 if wrong else 200


@bp.route("/<uuid:uid>/edit", methods=["GET", "POST"])
@guard.allowed(permissions.may_edit)
def edit(uid: UUID) -> ResponseReturnValue:
    """Correct a person's own facts."""
    found = queries.get_person_within(guard.principal(), uid)
    form = PersonForm(obj=found)
    if form.validate_on_submit():
        try:
            actions.change_person(found.id, by=guard.principal(), **form.facts())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".person", uid=uid))
    wrong = form.errors or form.form_errors
    return render_template("accounts/staff/person_edit.html", form=form, person=found), 422 if wrong else 200
