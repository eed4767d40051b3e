"""Reads of who takes part in a training."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.places.models import Region
from lms.trainings import permissions
from lms.trainings.models import Capacity, Participation, ParticipationFact, Training


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


def facts_of(participation_id: int) -> Sequence[ParticipationFact]:
    """Return the steps of a participation, in their order."""
    return db.session.scalars(
        select(ParticipationFact)
        .where(ParticipationFact.participation_id == participation_id)
        .order_by(ParticipationFact.id)
    ).all()


def own_participations(person_id: int, training_uid: UUID) -> Sequence[Participation]:
    """Return a person's own participations in a training, with the training; empty when not in it."""
    return db.session.scalars(
        select(Participation)
        .join(Training, Training.id == Participation.training_id)
        .where(Participation.person_id == person_id, Training.uid == training_uid)
        .options(joinedload(Participation.training).joinedload(Training.office))
        .order_by(Participation.withdrawn_at.is_not(None), Participation.id)
    ).all()


def organisers_of(training_id: int) -> Sequence[Participation]:
    """Return who organises a training, with their phones: whom participants call."""
    return db.session.scalars(
        participations_of(training_id, Capacity.ORGANISER).options(joinedload(Participation.person)).limit(5)
    ).all()


def people_for_forms(training_id: int, *, only: int | None = None) -> Sequence[Participation]:
    """Return the people of a training (or one of them) with all that a biodata form can be filled in with."""
    wanted = (Participation.id == only,) if only is not None else (Participation.withdrawn_at.is_(None),)
    return db.session.scalars(
        select(Participation)
        .where(Participation.training_id == training_id, *wanted)
        .options(joinedload(Participation.person), joinedload(Participation.region).joinedload(Region.parent))
        .order_by(Participation.capacity, Participation.sort_name, Participation.id)
    ).all()
