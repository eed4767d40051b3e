"""Filing and verifying activity reports."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _

from lms.core import trail
from lms.core.clock import local
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import folded
from lms.core.principals import Principal
from lms.monitoring import permissions, rules
from lms.monitoring.events import ReportsMoved
from lms.monitoring.models import ActivityKind, ActivityReport, ReportFact, ReportState
from lms.monitoring.queries import reports
from lms.monitoring.rules import Tallies
from lms.places import queries as places
from lms.places.models import Funding, Programme


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """What a report says."""

    title: str
    kind_id: int
    on_day: date
    tallies: Tallies
    story: str = ""
    evidence: str = ""
    funding: Funding | None = None
    filed_for: str = ""


@transaction()
def file_report(
    library_uid: UUID, facts: ReportFacts, *, by: Principal, now: datetime, uid: UUID | None = None
) -> ActivityReport:
    """Hand in a report of an activity; with the uid of a report sent back, correct that one.

    A new report with a uid that was filed before is answered as the first time.
    """
    library = places.get_office_within(by, library_uid)
    if not permissions.may_file(by):
        raise Missing
    kind = db.session.get(ActivityKind, facts.kind_id)
    offered = {programme.id for programme in reports.programmes_to_report(by)}
    if kind is None or kind.programme_id not in offered:
        raise Refused(_("Choose the kind of activity."), fields={"kind_id": _("Choose the kind of activity.")})
    zone = db.session.get_one(Programme, kind.programme_id).zone
    rules.require_counted(facts.tallies, on_day=facts.on_day, today=local(now, zone).date())
    kept = reports.find_report(uid) if uid else None
    if kept is not None and kept.state not in (ReportState.DRAFT, ReportState.RETURNED):
        return kept
    report = kept or ActivityReport(uid=uid or uuid4(), created_at=now)
    report.programme_id, report.kind_id = kind.programme_id, kind.id
    report.library_id, report.region_id = library.id, library.region_id
    report.title, report.sort_name = facts.title, folded(facts.title)
    report.story, report.evidence, report.on_day = facts.story, facts.evidence, facts.on_day
    report.funding, report.filed_by, report.filed_for = facts.funding, by.id, facts.filed_for
    report.participants = facts.tallies.participants
    for name, value in asdict(facts.tallies).items():
        setattr(report, name, value)
    report.state = ReportState.SUBMITTED
    db.session.add(report)
    db.session.flush()
    _note(report, ReportState.SUBMITTED, by=by, now=now)
    return report


@transaction()
def move_report(
    report_uid: UUID, state: ReportState, *, by: Principal, now: datetime, comment: str = ""
) -> ActivityReport:
    """Verify a report, send it back with a comment, or lock it; a repeated act changes nothing."""
    report = reports.get_report_within(by, report_uid)
    if not permissions.may_verify(by):
        raise Missing
    if report.state == state:
        return report
    if state not in rules.allowed_next(report.state):
        raise Refused(_("This report has moved on in the meantime. Please look at it again."))
    if state == ReportState.RETURNED and not comment:
        raise Refused(_("Say what should be corrected."), fields={"comment": _("Say what should be corrected.")})
    report.state = state
    _note(report, state, by=by, now=now, comment=comment)
    trail.record("monitoring.report_moved", by=by.id, subject="activity_report", subject_uid=report.uid, state=state)
    return report


def _note(report: ActivityReport, state: ReportState, *, by: Principal, now: datetime, comment: str = "") -> None:
    db.session.add(ReportFact(report_id=report.id, state=state, comment=comment, by=by.id, at=now))
    publish(ReportsMoved(report_ids=(report.id,)))
