"""Self check-in: opened by who may mark, used by the people themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask_babel import gettext as _

from lms.attendance import queries, rules
from lms.attendance.actions.marks import NewMark, append, row_of
from lms.attendance.models import CheckIn, CheckInTrace, Mark, Method, Phase
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.ids import crockford
from lms.core.principals import Principal


@dataclass(frozen=True)
class Origin:
    """Where a check-in comes from: keyed hashes, and the position that its person chose to tell as text, or ""."""

    device: str
    network: str
    where: str = ""


@transaction()
def open_check_in(session_uid: UUID, *, phase: Phase = Phase.START, by: Principal, now: datetime) -> CheckIn:
    """Open self check-in at the start or the end of a session; opening again brings the same code back."""
    session = queries.get_markable(by, session_uid)
    found = queries.find_check_in(session.id, phase)
    if found is None:
        found = CheckIn(session_id=session.id, phase=phase, code=_short_code(), opened_by=by.id, opened_at=now)
        db.session.add(found)
    found.closed_at = None
    db.session.flush()
    trail.record("check_in.opened", by=by.id, subject="training_session", subject_uid=session.uid, phase=phase.value)
    return found


@transaction()
def close_check_in(session_uid: UUID, *, phase: Phase = Phase.START, by: Principal, now: datetime) -> None:
    """Close self check-in of a session; who scanned before and has a claim comes too late."""
    session = queries.get_markable(by, session_uid)
    found = queries.find_check_in(session.id, phase)
    if found is not None and found.closed_at is None:
        found.closed_at = now
        trail.record("check_in.closed", by=by.id, subject="training_session", subject_uid=session.uid)


@transaction()
def check_in(code: str, *, claimed_at: datetime, by: Principal, origin: Origin, now: datetime) -> None:
    """Mark the signed-in person in the session of a code; once per person, however often it is sent."""
    opened = queries.get_open_check_in(code)
    session = opened.session
    rules.require_markable(is_open=session.training.is_open, is_cancelled=session.cancelled_at is not None)
    rules.require_claim_holds(claimed_at, now=now)
    rules.require_time(opened.phase, starts_at=session.starts_at, ends_at=session.ends_at, now=claimed_at)
    participation = queries.find_expected(session.training_id, by.person_id)
    if participation is None:
        raise Refused(_("You are not on the list of this training. Please ask the organisers."))
    uid = uuid5(opened.uid, str(participation.uid))
    if queries.is_marked(by.id, uid):
        return
    late_after = queries.policy(session.training_id).late_after
    started_at = session.actual_starts_at or session.starts_at
    status = rules.status_for(opened.phase, claimed_at, started_at=started_at, late_after=late_after)
    mark = NewMark(uid=uid, status=status, method=Method.SELF, phase=opened.phase, device_at=claimed_at)
    append(session, [row_of(mark, session.id, participation.id, batch=uuid4(), by=by.id, now=now)])
    mark_id = db.session.scalars(db.select(Mark.id).where(Mark.uid == uid, Mark.principal_id == by.id)).one()
    away_km = rules.away_km(session.venue_at, origin.where)
    db.session.add(CheckInTrace(mark_id=mark_id, device=origin.device, network=origin.network, away_km=away_km))


@transaction()
def forget_traces(*, now: datetime) -> int:
    """Forget whence self marks came, 90 days after them; the marks stay. How many traces went."""
    old = db.select(Mark.id).where(Mark.at < now - rules.KEPT)
    gone: Any = db.session.execute(db.delete(CheckInTrace).where(CheckInTrace.mark_id.in_(old)))
    return int(gone.rowcount)


def _short_code() -> str:
    """Return four random symbols and a check that is no sign, such as 7K3M9: people type it under a QR code."""
    code = crockford(20)
    while not code.isalnum():
        code = crockford(20)
    return code
