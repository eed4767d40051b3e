"""Reads of nominations: the people whom offices named, their steps and their points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal, PrincipalRow
from lms.enrolment import permissions
from lms.enrolment.models import Criterion, Delegation, Nomination, NominationFact, NominationState, Score
from lms.enrolment.queries.delegations import are_seen
from lms.places.models import Office
from lms.trainings.models import Capacity, Participation, Training


@dataclass(frozen=True, kw_only=True)
class WantedNames:
    """What a list of nominations is asked for; an empty value asks for all."""

    text: str = ""
    state: str = ""
    capacity: str = ""
    sort: str = ""


def get_nomination_within(principal: Principal, uid: UUID) -> Nomination:
    """Return a nomination of an office in reach, or of a training that the principal runs; Missing otherwise."""
    found = db.session.scalar(_nominations().where(Nomination.uid == uid, are_seen(principal)))
    if found is None:
        raise Missing
    return found


def nominations_of(training_id: int, wanted: WantedNames) -> Select[Nomination]:
    """Return the select of the people named for a training, by delegation, points or turn on the waiting list."""
    statement = _nominations().where(Nomination.training_id == training_id, *_filters(wanted))
    orders: dict[str, tuple[Any, ...]] = {
        "points": (Nomination.points.is_(None), Nomination.points.desc(), Nomination.id),
        "turn": (Nomination.waits_since.is_(None), Nomination.waits_since, Nomination.id),
    }
    return statement.order_by(*orders.get(wanted.sort, (Office.sort_name, Person.sort_name, Nomination.id)))


def nominations_sent_by(principal: Principal, training_id: int) -> Sequence[Nomination]:
    """Return the people whom offices in reach named for a training."""
    statement = nominations_of(training_id, WantedNames()).where(permissions.sends(principal))
    return db.session.scalars(statement.limit(500)).all()


def nominations_under(delegation_id: int) -> Sequence[Nomination]:
    """Return the people named under one letter."""
    statement = _nominations().where(Nomination.delegation_id == delegation_id)
    return db.session.scalars(statement.order_by(Person.sort_name, Nomination.id)).all()


def waiting_in_order(training_id: int) -> Sequence[Nomination]:
    """Return who waits for a place, in the order of their turn."""
    return db.session.scalars(
        _nominations()
        .where(Nomination.training_id == training_id, Nomination.state == NominationState.WAITING)
        .order_by(Nomination.waits_since, Nomination.id)
    ).all()


def find_nomination(training_id: int, person_id: int, capacity: Capacity) -> Nomination | None:
    """Return a person's nomination for a training in one capacity, or None."""
    return db.session.scalar(
        _nominations().where(
            Nomination.training_id == training_id, Nomination.person_id == person_id, Nomination.capacity == capacity
        )
    )


def accepted_as(participation_ids: Iterable[int]) -> Sequence[Nomination]:
    """Return the accepted nominations behind participations."""
    return db.session.scalars(
        _nominations().where(
            Nomination.participation_id.in_(list(participation_ids)), Nomination.state == NominationState.ACCEPTED
        )
    ).all()


def withdrawn_at(participation_ids: Iterable[int]) -> datetime:
    """Return when the last of these people withdrew."""
    last = select(func.max(Participation.withdrawn_at)).where(Participation.id.in_(list(participation_ids)))
    return db.session.scalars(last).one() or clock.now()


def decided_in(training_id: int, batch: UUID) -> list[tuple[Nomination, NominationState]]:
    """Return the nominations whose newest step is of this decision, each with where it stood before."""
    of_batch = select(NominationFact.nomination_id).where(NominationFact.batch == batch)
    steps: dict[int, list[NominationFact]] = {}
    for fact in db.session.scalars(
        select(NominationFact).where(NominationFact.nomination_id.in_(of_batch)).order_by(NominationFact.id)
    ):
        steps.setdefault(fact.nomination_id, []).append(fact)
    before = {key: facts[-2].state for key, facts in steps.items() if len(facts) > 1 and facts[-1].batch == batch}
    found = _nominations().where(Nomination.training_id == training_id, Nomination.id.in_(before))
    return [(one, before[one.id]) for one in db.session.scalars(found.order_by(Nomination.id))]


def history_of(nomination_id: int) -> Sequence[Any]:
    """Return the steps of a nomination in their order, each with who took it: state, reason, at, who."""
    return db.session.execute(
        select(NominationFact.state, NominationFact.reason, NominationFact.at, actor_name().label("who"))
        .join(PrincipalRow, PrincipalRow.id == NominationFact.by)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(NominationFact.nomination_id == nomination_id)
        .order_by(NominationFact.id)
    ).all()


def criteria_of(training_id: int) -> Sequence[Criterion]:
    """Return what a training's applications are chosen by."""
    return db.session.scalars(
        select(Criterion)
        .where(Criterion.training_id == training_id, Criterion.ended_at.is_(None))
        .order_by(Criterion.id)
    ).all()


def points_of(nomination_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return the newest points of nominations by criterion, in one query."""
    rows = db.session.execute(
        select(Score.nomination_id, Score.criterion_id, Score.points)
        .where(Score.nomination_id.in_(list(nomination_ids)))
        .order_by(Score.id)
    )
    found: dict[int, dict[int, int]] = {}
    for nomination_id, criterion_id, points in rows:
        found.setdefault(nomination_id, {})[criterion_id] = points
    return found


def counts_by_state(training_id: int) -> dict[NominationState, int]:
    """Return how many nominations of a training stand where."""
    rows = db.session.execute(
        select(Nomination.state, func.count()).where(Nomination.training_id == training_id).group_by(Nomination.state)
    )
    return {row[0]: row[1] for row in rows}


def _nominations() -> Select[Nomination]:
    return (
        select(Nomination)
        .join(Delegation, Delegation.id == Nomination.delegation_id)
        .join(Office, Office.id == Delegation.office_id)
        .join(Person, Person.id == Nomination.person_id)
        .join(Training, Training.id == Nomination.training_id)
        .options(
            joinedload(Nomination.person).joinedload(Person.office),
            joinedload(Nomination.delegation).joinedload(Delegation.office),
            joinedload(Nomination.training),
            joinedload(Nomination.region),
            selectinload(Nomination.replaces).joinedload(Nomination.person),
        )
    )


def _filters(wanted: WantedNames) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        or_(Person.sort_name.contains(word, autoescape=True), Office.sort_name.contains(word, autoescape=True))
        for word in folded(wanted.text).split()[:8]
    ]
    if wanted.state in set(NominationState):
        found.append(Nomination.state == NominationState(wanted.state))
    if wanted.capacity in set(Capacity):
        found.append(Nomination.capacity == Capacity(wanted.capacity))
    return found
