"""Reads of who was read in two rooms at the same time: a badge, or an own phone, that a human has to place.

Nothing of it is kept: it follows from the marks that decide and from the agenda as it stands now.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.attendance.models import AttendanceState, Mark, Method, Phase, Status
from lms.core.db import db
from lms.core.principals import PrincipalRow
from lms.trainings.models import Participation, TrainingSession
from lms.trainings.rules import overlaps

READ: Final = (Method.BADGE, Method.SELF)
"""What reads a badge or a phone; who is marked by hand was seen, and stands where that says."""
HERE: Final = (Status.PRESENT, Status.LATE)


@dataclass(frozen=True)
class Reading:
    """Where and how somebody was read, and by whom or by which device."""

    session: TrainingSession
    mark: Mark
    who: str


@dataclass(frozen=True)
class TwoRooms:
    """A person in two sessions at the same time, the one that begins first on the left."""

    participation: Participation
    readings: tuple[Reading, Reading]


def in_two_rooms(training_id: int) -> list[TwoRooms]:
    """Return who was read in two sessions that overlap, with both readings: four queries."""
    pairs = _pairs(training_id)
    readings = _readings({row.mark_id for pair in pairs for row in pair})
    people = {one.id: one for one in _people({first.participation_id for first, _second in pairs})}
    return [
        TwoRooms(people[first.participation_id], (readings[first.mark_id], readings[second.mark_id]))
        for first, second in pairs
    ]


def count_in_two_rooms(training_id: int) -> int:
    """Return how many times somebody was read in two sessions that overlap."""
    return len(_pairs(training_id))


def states_in_two_rooms(training_id: int) -> set[int]:
    """Return the ids of the states that earn nothing until a human has said in which room the person was."""
    return {row.id for pair in _pairs(training_id) for row in pair}


def find_two_rooms(training_id: int, first: UUID, second: UUID) -> TwoRooms | None:
    """Return who was read by these two marks in two rooms, None where that is settled."""
    wanted = {first, second}
    return next(
        (one for one in in_two_rooms(training_id) if {reading.mark.uid for reading in one.readings} == wanted), None
    )


def _pairs(training_id: int) -> list[tuple[Any, Any]]:
    """Return the states of people who were read in two sessions that overlap, in the order of the agenda.

    The agenda says what overlaps: a session that ran over does not put a whole hall into two rooms. Only sessions that
    overlap are looked into, of which there are few.
    """
    overlapping = _overlapping(training_id)
    rows = db.session.execute(
        select(AttendanceState.id, AttendanceState.session_id, AttendanceState.participation_id,
               AttendanceState.mark_id)
        .join(Mark, Mark.id == AttendanceState.mark_id)
        .where(AttendanceState.session_id.in_({key for pair in overlapping for key in pair}), Mark.method.in_(READ),
               AttendanceState.phase == Phase.START, AttendanceState.status.in_(HERE),
               AttendanceState.in_conflict.is_(False))
        .order_by(AttendanceState.participation_id)
    ).all()  # fmt: skip
    read = {(row.session_id, row.participation_id): row for row in rows}
    people = list(dict.fromkeys(row.participation_id for row in rows))
    return [
        (read[one, who], read[other, who])
        for one, other in overlapping for who in people
        if (one, who) in read and (other, who) in read
    ]  # fmt: skip


def _overlapping(training_id: int) -> list[tuple[int, int]]:
    held = db.session.execute(
        select(TrainingSession.id, TrainingSession.starts_at, TrainingSession.ends_at)
        .where(TrainingSession.training_id == training_id, TrainingSession.cancelled_at.is_(None))
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    ).all()
    return [
        (one.id, other.id) for one, other in combinations(held, 2)
        if overlaps((one.starts_at, one.ends_at), (other.starts_at, other.ends_at))
    ]  # fmt: skip


def _readings(mark_ids: set[int]) -> dict[int, Reading]:
    rows = db.session.execute(
        select(Mark, TrainingSession, actor_name().label("who"))
        .join(TrainingSession, TrainingSession.id == Mark.session_id)
        .join(PrincipalRow, PrincipalRow.id == Mark.principal_id)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(Mark.id.in_(mark_ids))
    )
    return {row.Mark.id: Reading(row.TrainingSession, row.Mark, row.who) for row in rows}


def _people(ids: set[int]) -> Any:
    return db.session.scalars(select(Participation).where(Participation.id.in_(ids)))
