"""Teams of a region."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import actions, permissions, queries
from lms.accounts.forms import MemberForm, TeamForm, TeamNameForm
from lms.accounts.models import Team
from lms.accounts.routes.staff import choosing
from lms.accounts.routes.staff.door import bp
from lms.core import clock
from lms.core.errors import Refused
from lms.places import queries as places
from lms.web import guard, paging
from lms.web.i18n import said


@bp.get("/teams")
@guard.allowed(permissions.may_see_people)
def teams() -> ResponseReturnValue:
    """Show the teams in reach."""
    text = choosing.searched("q")
    page = paging.load(queries.teams_within(guard.principal(), text=text), page=paging.requested())
    counts = queries.member_counts([team.id for team in page.items])
    keeps = permissions.may_keep_teams(guard.principal())
    return render_template("accounts/staff/teams.html", page=page, counts=counts, text=text, keeps=keeps)


@bp.route("/teams/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_keep_teams)
def new_team() -> ResponseReturnValue:
    """Make a team."""
    form = TeamForm()
    programmes = places.programmes()
    form.programme.choices = [(str(one.id), said(one.name)) for one in programmes]
    if form.validate_on_submit():
        try:
            made = actions.make_team(
                name=form.name.data or "", programme_id=int(form.programme.data),
                region_id=choosing.region_id(form.region.data) or 0, by=guard.principal(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".team", uid=made.uid))
    page = render_template("accounts/staff/team_new.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/teams/<uuid:uid>")
@guard.allowed(permissions.may_see_people)
def team(uid: UUID) -> ResponseReturnValue:
    """Show a team and who is in it."""
    return _draw(queries.get_team_within(guard.principal(), uid))


@bp.post("/teams/<uuid:uid>/name")
@guard.allowed(permissions.may_keep_teams)
def rename_team(uid: UUID) -> ResponseReturnValue:
    """Give a team another name."""
    form = TeamNameForm()
    if not form.validate():
        return _draw(queries.get_team_within(guard.principal(), uid), name_form=form)
    actions.rename_team(uid, name=form.name.data or "", by=guard.principal())
    flash(_("Saved."), "success")
    return redirect(url_for(".team", uid=uid))


@bp.post("/teams/<uuid:uid>/members")
@guard.allowed(permissions.may_keep_teams)
def add_member(uid: UUID) -> ResponseReturnValue:
    """Let somebody be a member from a day on."""
    found = queries.get_team_within(guard.principal(), uid)
    form = _member_form()
    if not form.validate():
        return _draw(found, form=form)
    try:
        actions.add_member(uid, person_uid=UUID(form.person.data), part=form.part.data or "", since=form.since.data,
                           by=guard.principal())  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(found, form=form)
    flash(_("Saved."), "success")
    return redirect(url_for(".team", uid=uid))


@bp.post("/teams/<uuid:uid>/members/<uuid:member_uid>/end")
@guard.allowed(permissions.may_keep_teams)
def end_member(uid: UUID, member_uid: UUID) -> ResponseReturnValue:
    """End a membership; its dates stay."""
    actions.end_member(uid, member_uid, today=clock.today(places.site().zone), by=guard.principal())
    flash(_("Saved."), "success")
    return redirect(url_for(".team", uid=uid))


def _member_form() -> MemberForm:
    form = MemberForm(since=clock.today(places.site().zone))
    form.person.choices = choosing.people(choosing.searched("q"))
    return form


def _draw(found: Team, *, form: MemberForm | None = None, name_form: TeamNameForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "accounts/staff/team.html", team=found, members=queries.members_of(found.id), form=form or _member_form(),
        name_form=name_form or TeamNameForm(formdata=None, obj=found), text=choosing.searched("q"),
        keeps=permissions.may_keep_teams(guard.principal()),
    )  # fmt: skip
    return page, 422 if form or name_form else 200
