"""Stakeholder meetings."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock, numbers
from lms.core.errors import Refused
from lms.monitoring import actions, permissions
from lms.monitoring.forms import MeetingForm
from lms.monitoring.queries import reports
from lms.monitoring.routes.staff import bp
from lms.places import queries as places
from lms.places.rules import plain_code
from lms.web import guard, i18n, paging

MOST_GUESTS = 999_999  # of one institution


@bp.get("/meetings")
@guard.allowed(permissions.may_read_figures)
def list_meetings() -> ResponseReturnValue:
    """Show the stakeholder meetings within reach."""
    text = request.args.get("q", "")
    statement = reports.meeting_rows(guard.principal(), text=text)
    return render_template(
        "monitoring/staff/meetings.html",
        page=paging.load(statement, page=paging.requested(), scalars=False),
        text=text,
        may_record=permissions.may_record_meetings(guard.principal()),
    )


@bp.get("/meetings/<uuid:uid>")
@guard.allowed(permissions.may_read_figures)
def show_meeting(uid: UUID) -> ResponseReturnValue:
    """Show a meeting with the institutions that came."""
    meeting, guests = reports.guests_of(guard.principal(), uid)
    return render_template("monitoring/staff/meeting.html", meeting=meeting, guests=guests)


@bp.route("/meetings/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_record_meetings)
def create_meeting() -> ResponseReturnValue:
    """Ask for a meeting and keep it."""
    form = MeetingForm()
    form.programme.choices = [(p.slug, i18n.said(p.name)) for p in places.programmes()]
    if form.validate_on_submit():
        try:
            uid = _record(form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Kept."))
            return redirect(url_for(".show_meeting", uid=uid))
    page = render_template("monitoring/staff/meeting_form.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


def _record(form: MeetingForm) -> UUID:
    programme = places.get_programme(form.programme.data)
    region = places.find_region_by_code(programme.tree_id, plain_code(form.region.data or ""))
    if region is None:
        raise Refused(_("Nothing has this code."), fields={"region": _("No region has this code.")})
    meeting = actions.record_meeting(
        programme.id,
        region.uid,
        title=form.title.data or "",
        on_day=form.on_day.data,
        guests=_guests(form.guests.data or ""),
        venue=form.venue.data or "",
        outcome=form.outcome.data or "",
        by=guard.principal(),
        now=clock.now(),
    )
    return meeting.uid


def _guests(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        name, _sep, heads = (part.strip() for part in line.rpartition(";"))
        count = numbers.plain(heads, most=MOST_GUESTS)
        if not name or count is None:
            problem = _("“%(line)s”: write the institution, a semicolon, and the number.", line=line[:80])
            raise Refused(problem, fields={"guests": problem})
        found[name] = found.get(name, 0) + count
    return found
