"""Reads of who was read in two rooms at the same time: a badge, or an own phone, that a human has to place.

Nothing of it is kept: it follows from the marks that decide and from the agenda as it stands now.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.attendance.models import AttendanceState, Mark, Method, Phase, Status
from lms.core.db import db
from lms.core.principals import PrincipalRow
from lms.trainings.models import Participation, TrainingSession

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
    """Return who was read in two sessions that overlap, with both readings: three queries."""
    rows = db.session.execute(_pairs(training_id)).all()
    marks = {key for row in rows for key in (row.first_mark, row.second_mark)}
    readings = _readings(marks)
    people = {one.id: one for one in _people({row.participation_id for row in rows})}
    return [
        TwoRooms(people[row.participation_id], (readings[row.first_mark], readings[row.second_mark])) for row in rows
    ]


def states_in_two_rooms(training_id: int) -> set[int]:
    """Return the ids of the states that earn nothing until a human has said in which room the person was."""
    rows = db.session.execute(_pairs(training_id)).all()
    return {key for row in rows for key in (row.first_state, row.second_state)}


def find_two_rooms(training_id: int, first: UUID, second: UUID) -> TwoRooms | None:
    """Return who was read by these two marks in two rooms, None where that is settled."""
    wanted = {first, second}
    return next(
        (one for one in in_two_rooms(training_id) if {reading.mark.uid for reading in one.readings} == wanted), None
    )


def _pairs(training_id: int) -> Select[int, int, int, int, int]:
    """Return the select of pairs; it begins with the sessions that overlap, of which there are few.

    The agenda says what overlaps: a session that ran over does not put a whole hall into two rooms.
    """
    first, second = aliased(TrainingSession), aliased(TrainingSession)
    here, there = aliased(AttendanceState), aliased(AttendanceState)
    read_here, read_there = aliased(Mark), aliased(Mark)
    statement = (
        select(here.participation_id, here.id.label("first_state"), there.id.label("second_state"),
               here.mark_id.label("first_mark"), there.mark_id.label("second_mark"))
        .select_from(first)
        .join(second, (second.training_id == first.training_id) & (second.id != first.id))
        .join(here, here.session_id == first.id)
        .join(there, (there.session_id == second.id) & (there.participation_id == here.participation_id))
        .join(read_here, read_here.id == here.mark_id)
        .join(read_there, read_there.id == there.mark_id)
        .where(first.training_id == training_id, first.cancelled_at.is_(None), second.cancelled_at.is_(None))
        .where(first.starts_at < second.ends_at, second.starts_at < first.ends_at)
        .where((first.starts_at < second.starts_at) | ((first.starts_at == second.starts_at) & (first.id < second.id)))
        .order_by(first.starts_at, here.participation_id, first.id, second.id)
    )  # fmt: skip
    for state, read in ((here, read_here), (there, read_there)):
        statement = statement.where(
            state.phase == Phase.START, state.status.in_(HERE), state.in_conflict.is_(False), read.method.in_(READ)
        )
    return statement


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
