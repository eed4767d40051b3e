"""Reads for open registration."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.enrolment.models import Nomination, NominationState
from lms.trainings.models import Capacity, Participation, Training, TrainingState


def get_open_training(uid: UUID) -> Training:
    """Return a training that visitors may see; Missing otherwise."""
    training = db.session.scalar(
        select(Training)
        .where(
            Training.uid == uid,
            Training.is_public,
            Training.is_template.is_(False),
            Training.state.in_([TrainingState.OPEN, TrainingState.CLOSED, TrainingState.CANCELLED]),
        )
        .options(
            joinedload(Training.kind),
            joinedload(Training.office),
            joinedload(Training.region),
            joinedload(Training.programme),
        )
    )
    if training is None:
        raise Missing
    return training


def seats_taken(training_id: int) -> int:
    """Return how many participants hold a seat: registered and not withdrawn, or named by an office and undecided."""
    registered = (
        Participation.training_id == training_id,
        Participation.capacity == Capacity.PARTICIPANT,
        Participation.registered_at.is_not(None),
        Participation.withdrawn_at.is_(None),
    )
    named = select(Nomination.person_id).where(
        Nomination.training_id == training_id,
        Nomination.capacity == Capacity.PARTICIPANT,
        Nomination.state.in_([NominationState.PROPOSED, NominationState.ENDORSED]),
    )
    held = select(Participation.person_id).where(*registered).union(named).subquery()
    return db.session.scalar(select(func.count()).select_from(held)) or 0
