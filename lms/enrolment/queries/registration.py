"""Reads for open registration."""

from sqlalchemy import func, select

from lms.core.db import db
from lms.enrolment.models import Nomination, NominationState
from lms.trainings.models import Capacity, Participation


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
