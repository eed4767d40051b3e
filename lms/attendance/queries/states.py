"""What the marks of a session add up to: one status per person, and how many have each."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.attendance.models import AttendanceState, Phase, Status
from lms.attendance.queries.jp import are_counting
from lms.attendance.queries.rolls import are_expected, expected_count
from lms.core.db import db
from lms.trainings.models import Capacity, Participation, TrainingSession


def states_of(training_id: int) -> dict[tuple[int, int], str]:
    """Return the status letter by (session id, participation id)."""
    rows = db.session.execute(
        select(AttendanceState.session_id, AttendanceState.participation_id, AttendanceState.status)
        .join(TrainingSession, TrainingSession.id == AttendanceState.session_id)
        .where(TrainingSession.training_id == training_id, *_at_start(), AttendanceState.status != Status.CLEARED)
    )
    return {(row.session_id, row.participation_id): row.status.value for row in rows}


def states_kept(session_id: int) -> dict[tuple[int, Phase], tuple[Status, bool, int]]:
    """Return the kept status, conflict and deciding mark of a session by participation and phase."""
    rows = db.session.execute(
        select(
            AttendanceState.participation_id, AttendanceState.phase, AttendanceState.status,
            AttendanceState.in_conflict, AttendanceState.mark_id,
        ).where(AttendanceState.session_id == session_id)
    )  # fmt: skip
    return {(row.participation_id, row.phase): (row.status, row.in_conflict, row.mark_id) for row in rows}


def counts(session_ids: Sequence[int], *, of: Sequence[Capacity] | None = None) -> dict[int, dict[str, int]]:
    """Return how many people (of some capacities) have each status, by session."""
    wanted = (
        select(AttendanceState.session_id, AttendanceState.status, func.count())
        .where(AttendanceState.session_id.in_(session_ids), *_at_start())
        .group_by(AttendanceState.session_id, AttendanceState.status)
    )
    if of is not None:
        wanted = wanted.join(Participation, Participation.id == AttendanceState.participation_id).where(
            Participation.capacity.in_(of), Participation.withdrawn_at.is_(None)
        )
    rows = db.session.execute(wanted)
    found: dict[int, dict[str, int]] = {key: {} for key in session_ids}
    for session_id, status, count in rows:
        found[session_id][status.value] = count
    return found


def sessions_with_counts(
    training_id: int, *, of: Sequence[Capacity] | None = None
) -> list[tuple[TrainingSession, dict[str, int]]]:
    """Return a training's sessions in order, each with its counts by status (of people of some capacities)."""
    sessions = db.session.scalars(
        select(TrainingSession)
        .where(TrainingSession.training_id == training_id)
        .order_by(TrainingSession.starts_at, TrainingSession.room, TrainingSession.id)
    ).all()
    by_session = counts([session.id for session in sessions], of=of)
    return [(session, by_session[session.id]) for session in sessions]


def count_unmarked(training_id: int) -> int:
    """Return how many places (a person in a session that counts) have no status."""
    sessions = db.session.scalar(select(func.count(TrainingSession.id)).where(*are_counting(training_id))) or 0
    marked = (
        select(func.count(AttendanceState.id))
        .join(TrainingSession, TrainingSession.id == AttendanceState.session_id)
        .join(Participation, Participation.id == AttendanceState.participation_id)
        .where(*are_counting(training_id), *are_expected(training_id), *_at_start())
        .where(AttendanceState.status != Status.CLEARED)
    )
    return sessions * expected_count(training_id) - (db.session.scalar(marked) or 0)


def deciding_marks(session_id: int, participation_ids: list[int]) -> dict[tuple[int, Phase], int]:
    """Return the id of the deciding mark by participation and phase."""
    rows = db.session.execute(
        select(AttendanceState.participation_id, AttendanceState.phase, AttendanceState.mark_id).where(
            AttendanceState.session_id == session_id, AttendanceState.participation_id.in_(participation_ids)
        )
    )
    return {(row.participation_id, row.phase): row.mark_id for row in rows}


def conflicts(training_id: int) -> Sequence[AttendanceState]:
    """Return where equal marks contradict each other, for a human."""
    return db.session.scalars(
        select(AttendanceState)
        .join(TrainingSession, TrainingSession.id == AttendanceState.session_id)
        .where(TrainingSession.training_id == training_id, AttendanceState.in_conflict)
        .options(joinedload(AttendanceState.participation), joinedload(AttendanceState.session))
        .order_by(TrainingSession.starts_at, AttendanceState.id)
    ).all()


def _at_start() -> tuple[Any, ...]:
    return (AttendanceState.phase == Phase.START,)
