"""The lesson hours that people attended, summed in SQL."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, false, func, select
from sqlalchemy.orm import aliased

from lms.attendance.models import AttendancePolicy, AttendanceState, Phase, Status
from lms.attendance.queries.two_rooms import states_in_two_rooms
from lms.core.db import db
from lms.trainings.models import Participation, TrainingSession


@dataclass(frozen=True)
class JpShare:
    """Lesson hours in hundredths: attended, and required (every session that counts)."""

    attended: int
    required: int

    @property
    def share(self) -> float:
        """Attended over required, 0 where nothing is required."""
        return self.attended / self.required if self.required else 0.0


def policy(training_id: int) -> AttendancePolicy:
    """Return how a training counts lateness and excuses."""
    found = db.session.scalar(select(AttendancePolicy).where(AttendancePolicy.training_id == training_id))
    return found or AttendancePolicy(
        training_id=training_id, late_percent=100, waives_excused=False, late_after=15, wants_end_mark=False,
        one_mark_percent=50,
    )  # fmt: skip


def jp_statement(how: AttendancePolicy) -> Any:
    """Return the select of (participation_id, attended, waived) in hundredths, summed in SQL.

    What waits for a human earns nothing: marks that contradict each other, and a badge in two rooms at once.
    """
    undecided = sorted(states_in_two_rooms(how.training_id))
    start, end = aliased(AttendanceState), aliased(AttendanceState)
    earned = case(
        (start.status == Status.PRESENT, TrainingSession.jp),
        (start.status == Status.LATE, TrainingSession.jp * how.late_percent // 100),
        else_=0,
    )
    if how.wants_end_mark:
        stayed = end.status.in_([Status.PRESENT, Status.LATE])
        came = start.status.in_([Status.PRESENT, Status.LATE])
        one = TrainingSession.jp * how.one_mark_percent // 100
        earned = case((came & stayed, earned), (came | stayed, one), else_=0)
    excused = start.status.in_([Status.EXCUSED, Status.SICK]) if how.waives_excused else false()
    waived = case((excused, TrainingSession.jp), else_=0)
    who = select(AttendanceState.session_id, AttendanceState.participation_id).distinct().subquery()

    def side(state: Any, phase: Phase) -> Any:
        same = (state.session_id == who.c.session_id) & (state.participation_id == who.c.participation_id)
        return same & (state.phase == phase) & state.in_conflict.is_(False)

    return (
        select(
            who.c.participation_id,
            func.sum(earned).label("attended"),
            func.sum(waived).label("waived"),
        )
        .join(TrainingSession, TrainingSession.id == who.c.session_id)
        .outerjoin(start, side(start, Phase.START))
        .outerjoin(end, side(end, Phase.END))
        .where(*are_counting(how.training_id), start.id.is_(None) | start.id.not_in(undecided))
        .group_by(who.c.participation_id)
    )


def attended_jp(training_id: int) -> dict[int, JpShare]:
    """Return each participation's lesson hours; the denominator is every session that counts, marked or not."""
    how = policy(training_id)
    total = required_jp(training_id)
    sums = {row.participation_id: row for row in db.session.execute(jp_statement(how))}
    everyone = db.session.scalars(select(Participation.id).where(Participation.training_id == training_id))
    found = {}
    for key in everyone:
        row = sums.get(key)
        found[key] = JpShare(int(row.attended), total - int(row.waived)) if row else JpShare(0, total)
    return found


def required_jp(training_id: int) -> int:
    """Return the lesson hours of all sessions that count, in hundredths."""
    return (
        db.session.scalar(select(func.coalesce(func.sum(TrainingSession.jp), 0)).where(*are_counting(training_id))) or 0
    )


def are_counting(training_id: int) -> tuple[Any, ...]:
    """Return the conditions of a session whose lesson hours count."""
    return (
        TrainingSession.training_id == training_id,
        TrainingSession.counts,
        TrainingSession.jp > 0,
        TrainingSession.cancelled_at.is_(None),
    )
