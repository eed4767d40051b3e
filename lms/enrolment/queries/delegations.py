"""Reads of delegations: the trainings that take them, the letters, and who may be sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import searched
from lms.core.principals import Principal
from lms.enrolment import permissions
from lms.enrolment.models import Delegation, NominationPlan
from lms.places import queries as places
from lms.places.models import Office, Region
from lms.trainings import permissions as trainings
from lms.trainings.models import Training, TrainingState

SHOWN = 30


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


def get_delegation_within(principal: Principal, uid: UUID) -> Delegation:
    """Return a delegation of an office in reach, or of a training that the principal runs; Missing otherwise."""
    found = db.session.scalar(
        select(Delegation)
        .join(Training, Training.id == Delegation.training_id)
        .where(Delegation.uid == uid, are_seen(principal))
        .options(joinedload(Delegation.training), joinedload(Delegation.letter), joinedload(Delegation.office))
    )
    if found is None:
        raise Missing
    return found


def delegations_sent_by(principal: Principal, training_id: int) -> Sequence[Delegation]:
    """Return the letters of offices in reach for a training."""
    return db.session.scalars(
        select(Delegation)
        .where(Delegation.training_id == training_id, permissions.sends(principal))
        .options(joinedload(Delegation.office))
        .order_by(Delegation.id)
    ).all()


def sendable(principal: Principal, delegation: Delegation, text: str) -> Sequence[Person]:
    """Return the people in reach whom an office may send: its own first, then those of offices in its region."""
    region = delegation.office.region
    found = accounts.people_within(principal).where(
        or_(Person.office_id == delegation.office_id, places.in_region(region.code)), Person.office_id.is_not(None)
    )
    for word in searched(text, most=6):
        fits = [Person.sort_name.contains(word, autoescape=True), Office.sort_name.contains(word, autoescape=True)]
        if word.isdecimal() and len(word) >= 4:
            fits += [Person.phone.contains(word.lstrip("0"), autoescape=True), Person.nip.startswith(word)]
        found = found.where(or_(*fits))
    is_other = Person.office_id != delegation.office_id
    return db.session.scalars(found.order_by(is_other, Person.sort_name, Person.id).limit(SHOWN)).all()


def is_sent_by(principal: Principal, delegation_id: int) -> bool:
    """Tell whether a delegation was sent by an office that the principal may send for."""
    if not permissions.may_nominate(principal):
        return False
    found = select(Delegation.id).where(Delegation.id == delegation_id, permissions.sends(principal))
    return db.session.scalar(found) is not None


def sending_offices(principal: Principal) -> Sequence[Office]:
    """Return the offices in whose name somebody may send people, the widest first; at most 600."""
    found = places.offices_within(principal).where(Office.closed_on.is_(None))
    return db.session.scalars(found.order_by(Region.level, Office.sort_name, Office.id).limit(600)).all()


def are_seen(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate "a delegation that the principal may send for, or of a training that it runs"."""
    if not permissions.may_nominate(principal):
        return trainings.runs(principal)
    return or_(permissions.sends(principal), trainings.runs(principal))
