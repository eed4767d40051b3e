"""The four numbers of a training; the fourth, eligible, comes through the slot `training.numbers`."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select

from lms.core.db import db
from lms.trainings.models import Capacity, Participation


@dataclass(frozen=True)
class FourNumbers:
    """How many participants were invited, are registered, have arrived: never one "participants"."""

    invited: int = 0
    registered: int = 0
    arrived: int = 0


def counted(number: str) -> ColumnElement[bool]:
    """Return the predicate on Participation that a number counts: the number opens exactly these rows.

    Whoever withdrew stays invited, but is neither registered nor arrived.
    """
    stays = Participation.withdrawn_at.is_(None)
    steps = {
        "invited": Participation.invited_at.is_not(None),
        "registered": and_(Participation.registered_at.is_not(None), stays),
        "arrived": and_(Participation.arrived_at.is_not(None), stays),
    }
    return and_(Participation.capacity == Capacity.PARTICIPANT, steps[number])


def seats_held(training_id: int) -> int:
    """Return how many participants hold a seat: registered and not withdrawn."""
    held = select(func.count()).where(Participation.training_id == training_id, counted("registered"))
    return db.session.scalar(held) or 0


def four_numbers(training_ids: Iterable[int]) -> dict[int, FourNumbers]:
    """Return the numbers of each training in one query."""
    wanted = list(training_ids)
    names = ("invited", "registered", "arrived")
    sums = [func.coalesce(func.sum(case((counted(name), 1), else_=0)), 0) for name in names]
    rows = db.session.execute(
        select(Participation.training_id, *sums)
        .where(Participation.training_id.in_(wanted))
        .group_by(Participation.training_id)
    )
    found = {row[0]: FourNumbers(*(int(value) for value in row[1:])) for row in rows}
    return {training_id: found.get(training_id, FourNumbers()) for training_id in wanted}
