"""Reads of who takes part in a training."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import permissions
from lms.trainings.models import Capacity, Participation, Training


def participations_of(training_id: int, *capacities: Capacity) -> Select[Participation]:
    """Return the select of a training's people who have not withdrawn, in these capacities (all unless given)."""
    chosen = (Participation.capacity.in_(capacities),) if capacities else ()
    return (
        select(Participation)
        .where(Participation.training_id == training_id, Participation.withdrawn_at.is_(None), *chosen)
        .order_by(Participation.sort_name, Participation.id)
    )


def participations_of_person(person_id: int) -> Select[Participation]:
    """Return the select of a person's participations with their trainings, newest first."""
    return (
        select(Participation)
        .join(Training, Training.id == Participation.training_id)
        .where(Participation.person_id == person_id)
        .options(joinedload(Participation.training))
        .order_by(Training.starts.desc(), Participation.id.desc())
    )


def find_participation(training_id: int, person_id: int, capacity: Capacity) -> Participation | None:
    """Return a person's participation in one capacity, or None."""
    return db.session.scalar(
        select(Participation).where(
            Participation.training_id == training_id,
            Participation.person_id == person_id,
            Participation.capacity == capacity,
        )
    )


def get_participation_within(principal: Principal, uid: UUID) -> Participation:
    """Return a participation with its training and person; Missing when its training is out of reach."""
    participation = db.session.scalar(
        select(Participation)
        .join(Training, Training.id == Participation.training_id)
        .where(Participation.uid == uid, permissions.sees(principal))
        .options(joinedload(Participation.training), joinedload(Participation.person))
    )
    if participation is None:
        raise Missing
    return participation
