"""Reads of delegations: quotas with what is taken, and the people whom offices named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.enrolment import permissions
from lms.enrolment.models import (
    Criterion,
    Delegation,
    Nomination,
    NominationFact,
    NominationPlan,
    NominationState,
    Quota,
    Score,
)
from lms.enrolment.rules.delegations import HOLDING, Limit
from lms.places import queries as places
from lms.places.models import Office, Region
from lms.trainings import permissions as trainings
from lms.trainings.models import Capacity, Participation, Training, TrainingState

SHOWN = 30
WIDE_LEVELS = 2


@dataclass(frozen=True, kw_only=True)
class WantedNames:
    """What a list of nominations is asked for; an empty value asks for all."""

    text: str = ""
    state: str = ""
    capacity: str = ""
    sort: str = ""


def find_plan(training_id: int) -> NominationPlan | None:
    """Return how a training takes delegations, or None where it takes none."""
    return db.session.scalar(select(NominationPlan).where(NominationPlan.training_id == training_id))


def trainings_taking(*, today: date) -> Any:
    """Return the select of open trainings with their plans that take delegations, or did until a year ago."""
    return (
        select(Training, NominationPlan)
        .join(NominationPlan, NominationPlan.training_id == Training.id)
        .where(
            Training.state == TrainingState.OPEN,
            Training.is_template.is_(False),
            NominationPlan.until >= today.replace(year=today.year - 1, day=min(today.day, 28)),
        )
        .options(joinedload(Training.office), joinedload(Training.kind))
        .order_by(NominationPlan.until < today, Training.starts, Training.id)
    )


def get_taking(uid: UUID) -> tuple[Training, NominationPlan]:
    """Return a training that takes or took delegations, with its plan; Missing otherwise."""
    row = db.session.execute(
        select(Training, NominationPlan)
        .join(NominationPlan, NominationPlan.training_id == Training.id)
        .where(Training.uid == uid, Training.is_template.is_(False), Training.state != TrainingState.DRAFT)
        .options(joinedload(Training.office))
    ).first()
    if row is None:
        raise Missing
    return row[0], row[1]


def limits_of(training_id: int) -> list[Limit]:
    """Return the quotas of a training with how much of each is taken and waits, in one query."""
    own, where, sender = aliased(Region), aliased(Region), aliased(Delegation)
    counted = (
        select(
            Nomination.capacity, Nomination.state, sender.office_id.label("office_id"),
            where.reach_code.label("reach_code"),
        )
        .join(sender, sender.id == Nomination.delegation_id)
        .join(where, where.id == Nomination.region_id)
        .where(Nomination.training_id == training_id)
        .subquery()
    )  # fmt: skip
    below = and_(counted.c.reach_code >= own.reach_code, counted.c.reach_code < own.reach_code + "/")
    is_meant = and_(
        counted.c.capacity == Quota.capacity, or_(counted.c.office_id == Quota.office_id, below)
    )  # fmt: skip
    rows = db.session.execute(
        select(Quota, own.reach_code, own.name, Office.name, _sum(counted.c.state.in_(HOLDING)),
               _sum(counted.c.state == NominationState.WAITING))
        .outerjoin(own, own.id == Quota.region_id)
        .outerjoin(Office, Office.id == Quota.office_id)
        .outerjoin(counted, is_meant)
        .where(Quota.training_id == training_id)
        .group_by(Quota.id, own.id, Office.id)
        .order_by(own.code, Office.sort_name, Quota.capacity)
    )  # fmt: skip
    return [
        Limit(quota.id, region or office or "", quota.capacity, quota.seats, int(taken), int(waiting), quota.office_id,
              code)
        for quota, code, region, office, taken, waiting in rows
    ]  # fmt: skip


def quota_uids(training_id: int) -> dict[int, UUID]:
    """Return the uids of a training's quotas by their ids."""
    rows = db.session.execute(select(Quota.id, Quota.uid).where(Quota.training_id == training_id))
    return {row.id: row.uid for row in rows}


def get_delegation_within(principal: Principal, uid: UUID) -> Delegation:
    """Return a delegation of an office in reach, or of a training that the principal runs; Missing otherwise."""
    found = db.session.scalar(
        select(Delegation)
        .join(Training, Training.id == Delegation.training_id)
        .where(Delegation.uid == uid, _seen(principal))
        .options(joinedload(Delegation.training), joinedload(Delegation.letter), joinedload(Delegation.office))
    )
    if found is None:
        raise Missing
    return found


def get_nomination_within(principal: Principal, uid: UUID) -> Nomination:
    """Return a nomination of an office in reach, or of a training that the principal runs; Missing otherwise."""
    found = db.session.scalar(_nominations().where(Nomination.uid == uid, _seen(principal)))
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


def delegations_sent_by(principal: Principal, training_id: int) -> Sequence[Delegation]:
    """Return the letters of offices in reach for a training."""
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.training_id == training_id, permissions.sends(principal))
        .options(joinedload(Delegation.office))
        .order_by(Delegation.id)
    ).all()


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


def sendable(principal: Principal, delegation: Delegation, text: str) -> Sequence[Person]:
    """Return the people in reach whom an office may send: its own, and those of offices in its region."""
    region = delegation.office.region
    found = accounts.people_within(principal).where(
        or_(Person.office_id == delegation.office_id, places.in_region(region.code)), Person.office_id.is_not(None)
    )
    for word in folded(text).split()[:6]:
        fits = [Person.sort_name.contains(word, autoescape=True), Office.sort_name.contains(word, autoescape=True)]
        if word.isdecimal() and len(word) >= 4:
            fits += [Person.phone.contains(word.lstrip("0"), autoescape=True), Person.nip.startswith(word)]
        found = found.where(or_(*fits))
    return db.session.scalars(found.order_by(Person.sort_name, Person.id).limit(SHOWN)).all()


def is_sent_by(principal: Principal, delegation_id: int) -> bool:
    """Tell whether a delegation was sent by an office that the principal may send for."""
    if not permissions.may_nominate(principal):
        return False
    found = select(Delegation.id).where(Delegation.id == delegation_id, permissions.sends(principal))
    return db.session.scalar(found) is not None


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


def history_of(nomination_id: int) -> Sequence[NominationFact]:
    """Return the steps of a nomination, in their order."""
    return db.session.scalars(
        select(NominationFact).where(NominationFact.nomination_id == nomination_id).order_by(NominationFact.id)
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


def quota_regions(tree_id: int) -> Sequence[Region]:
    """Return the regions of the two widest levels, which may get a quota, by code."""
    return db.session.scalars(
        select(Region)
        .where(Region.tree_id == tree_id, Region.level <= WIDE_LEVELS, Region.valid_until.is_(None))
        .order_by(Region.code)
    ).all()


def quota_offices(tree_id: int) -> Sequence[Office]:
    """Return the offices of those regions, which may get a quota, by name."""
    return db.session.scalars(
        select(Office)
        .join(Region, Region.id == Office.region_id)
        .where(Region.tree_id == tree_id, Region.level <= WIDE_LEVELS, Office.closed_on.is_(None))
        .order_by(Office.sort_name, Office.id)
    ).all()


def sending_offices(principal: Principal) -> Sequence[Office]:
    """Return the offices in whose name somebody may send people, the widest first; at most 600."""
    found = places.offices_within(principal).where(Office.closed_on.is_(None))
    return db.session.scalars(found.order_by(Region.level, Office.sort_name, Office.id).limit(600)).all()


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


def _seen(principal: Principal) -> ColumnElement[bool]:
    if not permissions.may_nominate(principal):
        return trainings.runs(principal)
    return or_(permissions.sends(principal), trainings.runs(principal))


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


def _sum(predicate: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((predicate, 1), else_=0)), 0)
