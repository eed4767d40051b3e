"""Reads of activity reports and meetings."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.core import numbers
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal, PrincipalRow
from lms.monitoring.models import ActivityKind, ActivityReport, Meeting, MeetingGuest, ReportFact, ReportState
from lms.monitoring.permissions import FILERS, READERS
from lms.places import queries as places
from lms.places import rules
from lms.places.models import Office, Partnership, Programme, Region
from lms.places.queries import offices

SORTS = {
    "day": (ActivityReport.on_day, ActivityReport.id),
    "-day": (ActivityReport.on_day.desc(), ActivityReport.id.desc()),
    "people": (ActivityReport.participants, ActivityReport.id),
    "-people": (ActivityReport.participants.desc(), ActivityReport.id),
    "title": (ActivityReport.sort_name, ActivityReport.id),
}


def reports_within(principal: Principal) -> Any:
    """Return the select of the reports that a principal sees: of libraries within reach."""
    return (
        select(ActivityReport)
        .join(Office, Office.id == ActivityReport.library_id)
        .join(Region, Region.id == Office.region_id)
        .where(offices.within(principal))
    )


def report_rows(principal: Principal, *, text: str = "", state: str = "", kind: str = "", sort: str = "-day") -> Any:
    """Return the select of reports for a list, each with its library, region and kind."""
    statement = reports_within(principal).options(
        contains_eager(ActivityReport.library), contains_eager(ActivityReport.library, Office.region),
        joinedload(ActivityReport.kind),
    )  # fmt: skip
    if text:
        wanted = folded(text)
        statement = statement.where(
            or_(
                ActivityReport.sort_name.contains(wanted, autoescape=True),
                Office.sort_name.contains(wanted, autoescape=True),
            )
        )
    if state in {s.value for s in ReportState}:
        statement = statement.where(ActivityReport.state == ReportState(state))
    if (kind_id := numbers.plain(kind, most=numbers.MOST_ID)) is not None:
        statement = statement.where(ActivityReport.kind_id == kind_id)
    return statement.order_by(*SORTS.get(sort, SORTS["-day"]))


def get_report_within(principal: Principal, uid: UUID) -> ActivityReport:
    """Return a report with its library, region and kind; out of reach looks like missing."""
    found: ActivityReport | None = db.session.scalar(
        reports_within(principal)
        .where(ActivityReport.uid == uid)
        .options(joinedload(ActivityReport.library).joinedload(Office.region), joinedload(ActivityReport.kind))
    )
    if found is None:
        raise Missing
    return found


def find_report(uid: UUID) -> ActivityReport | None:
    """Return a report by the uid that its author's device made, or None."""
    return db.session.scalar(select(ActivityReport).where(ActivityReport.uid == uid))


def facts_of(report: ActivityReport) -> Sequence[Row[Any]]:
    """Return what happened to a report as rows (ReportFact, who), in order."""
    return db.session.execute(
        select(ReportFact, actor_name().label("who"))
        .outerjoin(PrincipalRow, PrincipalRow.id == ReportFact.by)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(ReportFact.report_id == report.id)
        .order_by(ReportFact.id)
    ).all()


def activity_kinds(programme_id: int | None = None) -> Sequence[ActivityKind]:
    """Return the kinds of activity, of one programme if given."""
    statement = select(ActivityKind).order_by(ActivityKind.programme_id, ActivityKind.position)
    if programme_id is not None:
        statement = statement.where(ActivityKind.programme_id == programme_id)
    return db.session.scalars(statement).all()


def programmes_to_report(principal: Principal) -> Sequence[Programme]:
    """Return the programmes for which libraries in reach report: those that they are partners of.

    A programme without any partner yet is open to all libraries of its tree of regions.
    """
    reached = (
        select(Office.id, Region.tree_id).join(Region, Region.id == Office.region_id)
        .where(offices.within(principal), Office.kind.has(is_library=True), Office.closed_on.is_(None)).subquery()
    )  # fmt: skip
    partners = select(Partnership.programme_id)
    own = partners.where(Partnership.office_id.in_(select(reached.c.id)))
    statement = select(Programme).where(
        Programme.id.in_(select(ActivityKind.programme_id)), Programme.tree_id.in_(select(reached.c.tree_id)),
        or_(Programme.id.in_(own), Programme.id.not_in(partners)),
    )  # fmt: skip
    granted = {grant.programme_id for grant in principal.grants_of(*FILERS)}
    if None not in granted:
        statement = statement.where(Programme.id.in_(granted))
    return db.session.scalars(statement.order_by(Programme.id)).all()


def usual_participants(kind_id: int) -> float | None:
    """Return the mean number of participants of a kind of activity, as a yardstick for flags."""
    return db.session.scalar(select(func.avg(ActivityReport.participants)).where(ActivityReport.kind_id == kind_id))


def libraries_to_report(principal: Principal, programme: Programme) -> Sequence[Office]:
    """Return the libraries for which a principal may file in a programme's regions, by name: at most 500."""
    statement = places.offices_within(principal).where(
        Office.kind.has(is_library=True), Office.closed_on.is_(None), Region.tree_id == programme.tree_id
    )
    return db.session.scalars(statement.order_by(Office.sort_name).limit(500)).all()


def meeting_rows(principal: Principal, *, text: str = "") -> Any:
    """Return the select of (Meeting, region, parent, guests) for a list, the newest first."""
    parent = aliased(Region)
    guests = select(func.count(MeetingGuest.id)).where(MeetingGuest.meeting_id == Meeting.id).scalar_subquery()
    statement = (
        select(Meeting, Region.name.label("region"), parent.name.label("parent"), guests.label("guests"))
        .join(Region, Region.id == Meeting.region_id)
        .outerjoin(parent, parent.id == Region.parent_id)
        .where(rules.within(Region.reach_code, principal.grants_of(*READERS)))
    )
    if text:
        wanted = folded(text)
        statement = statement.where(
            or_(Meeting.sort_name.contains(wanted, autoescape=True), Region.sort_name.contains(wanted, autoescape=True))
        )
    return statement.order_by(Meeting.on_day.desc(), Meeting.id.desc())


def guests_of(principal: Principal, meeting_uid: UUID) -> tuple[Meeting, Sequence[Any]]:
    """Return a meeting within reach with (institution, heads)."""
    meeting = db.session.scalar(
        select(Meeting)
        .join(Region, Region.id == Meeting.region_id)
        .where(Meeting.uid == meeting_uid, rules.within(Region.reach_code, principal.grants_of(*READERS)))
        .options(joinedload(Meeting.region))
    )
    if meeting is None:
        raise Missing
    rows = db.session.execute(
        select(MeetingGuest.institution, func.count(MeetingGuest.id).label("heads"))
        .where(MeetingGuest.meeting_id == meeting.id)
        .group_by(MeetingGuest.institution)
        .order_by(MeetingGuest.institution)
    ).all()
    return meeting, rows
