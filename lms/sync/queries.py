"""Reads of the offline door."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.core import registry
from lms.core.db import db
from lms.core.errors import Missing, Unreadable
from lms.core.principals import Principal, PrincipalRow
from lms.sync.models import QuarantinedFact
from lms.sync.rules import SyncKind
from lms.trainings import queries as trainings
from lms.trainings.models import Training


def get_kind(name: str) -> SyncKind:
    """Return a registered kind of facts; Unreadable for a name that nobody knows."""
    kind = registry.entries("sync_kinds").get(name)
    if not isinstance(kind, SyncKind):
        raise Unreadable("Nobody knows this kind of facts.")
    return kind


def get_run_training(principal: Principal, uid: UUID) -> Training:
    """Return a training that a principal runs: whoever runs it settles its quarantine. Others find nothing."""
    training = trainings.get_training_within(principal, uid)
    if not trainings.may_run(principal, training.id):
        raise Missing
    return training


def count_waiting(training_id: int) -> int:
    """Return how many facts of a training wait for a human."""
    return _count(QuarantinedFact.training_id == training_id)


def count_waiting_of(principal_id: int) -> int:
    """Return how many facts that a principal sent wait for a human."""
    return _count(QuarantinedFact.principal_id == principal_id)


def quarantined(training_id: int, *, settled: bool = False) -> Sequence[Any]:
    """Return the facts of a training that wait (or were settled), with who sent them, the oldest first."""
    where = QuarantinedFact.outcome.is_not(None) if settled else QuarantinedFact.outcome.is_(None)
    return db.session.execute(
        select(QuarantinedFact, actor_name().label("who"))
        .join(PrincipalRow, PrincipalRow.id == QuarantinedFact.principal_id)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(QuarantinedFact.training_id == training_id, where)
        .order_by(QuarantinedFact.id)
        .limit(500)
    ).all()


def told(rows: Sequence[Any]) -> dict[int, tuple[str, str]]:
    """Return what facts are about and what they say, in words, by id: a constant number of queries for each kind."""
    found: dict[int, tuple[str, str]] = {}
    for name in {row.QuarantinedFact.kind for row in rows}:
        of_kind = [row.QuarantinedFact for row in rows if row.QuarantinedFact.kind == name]
        words = get_kind(name).told([fact.data for fact in of_kind])
        found.update(zip((fact.id for fact in of_kind), words, strict=True))
    return found


def waiting_among(training_id: int, uids: Sequence[UUID]) -> Sequence[QuarantinedFact]:
    """Return those of these facts that belong to a training and wait."""
    return db.session.scalars(
        select(QuarantinedFact)
        .where(QuarantinedFact.training_id == training_id, QuarantinedFact.uid.in_(uids))
        .where(QuarantinedFact.outcome.is_(None))
        .order_by(QuarantinedFact.id)
    ).all()


def _count(where: Any) -> int:
    return (
        db.session.scalar(select(func.count(QuarantinedFact.id)).where(where, QuarantinedFact.outcome.is_(None))) or 0
    )
