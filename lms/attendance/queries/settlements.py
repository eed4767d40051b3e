"""Reads of what waits for a human's decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.attendance import rules
from lms.attendance.models import AttendanceState, Mark, Phase
from lms.attendance.queries.states import conflicts
from lms.core.db import db
from lms.core.principals import PrincipalRow
from lms.trainings.models import Participation, TrainingSession


@dataclass(frozen=True)
class Contradiction:
    """One person in one session with the marks that contradict each other, and the uids of all that were made."""

    state: AttendanceState
    rivals: list[Any]
    seen: tuple[str, ...]


def contradictions(training_id: int) -> list[Contradiction]:
    """Return where equal marks contradict each other, each with both sides and who made them: two queries."""
    states = conflicts(training_id)
    marks = _marks_of(states)
    return [_contradiction(state, marks[state.session_id, state.participation_id, state.phase]) for state in states]


def _contradiction(state: AttendanceState, rows: list[Any]) -> Contradiction:
    said = [rules.Said(r.Mark.uid.hex, r.Mark.status, r.Mark.method, frozenset(r.Mark.after)) for r in rows]
    derived = rules.derive(said)
    rivals = set(derived.rivals) if derived else set()
    shown = [row for row in rows if row.Mark.uid.hex in rivals]
    return Contradiction(state, shown, tuple(row.Mark.uid.hex for row in rows))


def _marks_of(states: Sequence[AttendanceState]) -> dict[tuple[int, int, Phase], list[Any]]:
    found: dict[tuple[int, int, Phase], list[Any]] = {
        (state.session_id, state.participation_id, state.phase): [] for state in states
    }
    rows = db.session.execute(
        select(Mark, actor_name().label("who"))
        .join(PrincipalRow, PrincipalRow.id == Mark.principal_id)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(Mark.session_id.in_({state.session_id for state in states}))
        .where(Mark.participation_id.in_({state.participation_id for state in states}))
        .order_by(Mark.at, Mark.id)
    )
    for row in rows:
        key = (row.Mark.session_id, row.Mark.participation_id, row.Mark.phase)
        if key in found:
            found[key].append(row)
    return found


def find_mark(uid: UUID) -> Mark | None:
    """Return the mark with an uid, or None."""
    return db.session.scalars(select(Mark).where(Mark.uid == uid).order_by(Mark.id).limit(1)).first()


def participation_uid(participation_id: int) -> UUID:
    """Return the uid of a participation."""
    return db.session.scalars(select(Participation.uid).where(Participation.id == participation_id)).one()


def find_expected_by_uid(training_id: int, uid: UUID) -> Participation | None:
    """Return a participation that the sessions of a training expect, or None."""
    return db.session.scalar(
        select(Participation).where(
            Participation.training_id == training_id,
            Participation.uid == uid,
            Participation.withdrawn_at.is_(None),
            Participation.registered_at.is_not(None),
        )
    )


def find_training_of_session(session_uid: UUID) -> int | None:
    """Return to which training a session belongs, or None."""
    return db.session.scalar(select(TrainingSession.training_id).where(TrainingSession.uid == session_uid))


def names_of_facts(sessions: set[UUID], people: set[UUID]) -> tuple[dict[UUID, Any], dict[UUID, Any]]:
    """Return sessions and participations by uid, to say in words what facts are about: two queries."""
    held = db.session.scalars(select(TrainingSession).where(TrainingSession.uid.in_(sessions)))
    taking = db.session.scalars(select(Participation).where(Participation.uid.in_(people)))
    return {one.uid: one for one in held}, {one.uid: one for one in taking}
