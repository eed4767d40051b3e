"""The facts of a participation are appended; the dates beside them are derived."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TypeVar
from uuid import uuid4

from sqlalchemy import insert, select

from lms.core.db import db, transaction
from lms.core.principals import Principal
from lms.trainings import rules
from lms.trainings.models import Participation, ParticipationFact, Step

CHUNK = 500
T = TypeVar("T")


def append(steps: Sequence[tuple[Participation, Step]], *, by: Principal, now: datetime, reason: str = "") -> None:
    """Append a fact for each step, and keep the dates that follow."""
    facts = [
        {"uid": uuid4(), "participation_id": p.id, "step": step, "reason": reason, "by": by.id, "at": now}
        for p, step in steps
    ]
    for part in in_chunks(facts):
        db.session.execute(insert(ParticipationFact), part)
    for participation, step in steps:
        _keep(participation, rules.after(rules.dates_of(participation), step, now))
    db.session.flush()


def is_new_step(participation: Participation, step: Step) -> bool:
    """Tell whether a step changes where a participation stands."""
    dates = rules.dates_of(participation)
    if step == Step.RETURNED:
        return dates.withdrawn_at is not None
    if step == Step.NOT_ARRIVED:
        return dates.arrived_at is not None
    kept = {
        Step.INVITED: dates.invited_at, Step.REGISTERED: dates.registered_at,
        Step.ARRIVED: None if dates.withdrawn_at else dates.arrived_at, Step.WITHDREW: dates.withdrawn_at,
    }  # fmt: skip
    return kept[step] is None


def in_chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut rows into lists that fit one statement."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part


@transaction()
def rebuild_dates() -> int:
    """Derive the dates of all participations from their facts again; how many were different."""
    facts: dict[int, list[tuple[Step, datetime]]] = {}
    for fact in db.session.scalars(select(ParticipationFact).order_by(ParticipationFact.id)):
        facts.setdefault(fact.participation_id, []).append((fact.step, fact.at))
    changed = 0
    for participation in db.session.scalars(select(Participation)):
        dates = rules.derive(facts.get(participation.id, ()))
        if dates != rules.dates_of(participation):
            changed += 1
            _keep(participation, dates)
    return changed


def _keep(participation: Participation, dates: rules.Dates) -> None:
    participation.invited_at = dates.invited_at
    participation.registered_at = dates.registered_at
    participation.arrived_at = dates.arrived_at
    participation.withdrawn_at = dates.withdrawn_at
