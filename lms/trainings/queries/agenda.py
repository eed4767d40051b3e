"""Trainers and rooms that are booked twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.core.db import db
from lms.core.names import folded
from lms.trainings import rules
from lms.trainings.models import Participation, SessionTrainer, Training, TrainingSession, TrainingState


@dataclass(frozen=True)
class Clash:
    """A session that has its room or a trainer in common with another one at the same time.

    `what` is "trainer", "room", or "time": two sessions of one training of which one names no room of its own.
    """

    session_id: int
    what: str
    name: str
    other_title: str
    other_training: str


@dataclass(frozen=True)
class _Booking:
    session_id: int
    training_id: int
    title: str
    training_title: str
    starts_at: datetime
    ends_at: datetime
    place: tuple[str, str] | None
    room: str
    trainers: dict[int, str]


def clashes_of(training_id: int) -> list[Clash]:
    """Return every double booking of a training's sessions, within it and with other trainings, in three queries."""
    own = db.session.execute(
        select(TrainingSession.starts_at, TrainingSession.ends_at).where(
            TrainingSession.training_id == training_id, TrainingSession.cancelled_at.is_(None)
        )
    ).all()
    if not own:
        return []
    bookings = _bookings(min(row.starts_at for row in own), max(row.ends_at for row in own), training_id)
    mine = [booking for booking in bookings if booking.training_id == training_id]
    return [clash for a in mine for b in bookings if a.session_id != b.session_id for clash in _common(a, b)]


def _bookings(first: datetime, last: datetime, training_id: int) -> list[_Booking]:
    here = (Training.id == training_id) | (
        Training.is_template.is_(False) & (Training.state != TrainingState.CANCELLED)
    )
    rows = db.session.execute(
        select(TrainingSession, Training.title, Training.venue, Training.city)
        .join(Training, Training.id == TrainingSession.training_id)
        .where(
            here,
            TrainingSession.cancelled_at.is_(None),
            TrainingSession.starts_at < last,
            TrainingSession.ends_at > first,
        )
        .order_by(TrainingSession.starts_at, TrainingSession.id)
    ).all()
    taught = _people_of([session.id for session, *_ in rows])
    return [
        _Booking(
            session.id, session.training_id, session.title, title, session.starts_at, session.ends_at,
            _place(session, venue, city), session.room, taught.get(session.id, {}),
        )
        for session, title, venue, city in rows
    ]  # fmt: skip


def _people_of(session_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    rows = db.session.execute(
        select(SessionTrainer.session_id, Participation.person_id, Participation.name_shown)
        .join(Participation, Participation.id == SessionTrainer.participation_id)
        .where(SessionTrainer.session_id.in_(session_ids))
    )
    found: dict[int, dict[int, str]] = {}
    for session_id, person_id, name in rows:
        found.setdefault(session_id, {})[person_id] = name
    return found


def _place(session: TrainingSession, venue: str, city: str) -> tuple[str, str] | None:
    room = folded(session.room)
    return (folded(session.venue or venue or city), room) if room else None


def _common(a: _Booking, b: _Booking) -> list[Clash]:
    if not rules.overlaps((a.starts_at, a.ends_at), (b.starts_at, b.ends_at)):
        return []
    other = "" if a.training_id == b.training_id else b.training_title
    found = [
        Clash(a.session_id, "trainer", name, b.title, other)
        for person_id, name in a.trainers.items()
        if person_id in b.trainers
    ]
    if a.training_id == b.training_id and (a.place is None or b.place is None):
        found.append(Clash(a.session_id, "time", "", b.title, ""))
    if a.place is not None and a.place == b.place:
        found.append(Clash(a.session_id, "room", a.room, b.title, other))
    return found
