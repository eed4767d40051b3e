"""The sessions and trainings that a principal may mark or run."""

from uuid import UUID

from sqlalchemy import select

from lms.attendance import rules
from lms.attendance.queries.devices import get_session_of_device
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Kind, Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingSession


def get_markable(principal: Principal, session_uid: UUID) -> TrainingSession:
    """Return a session that this principal may mark now; out of reach looks like missing."""
    session = _get_marked_by(principal, session_uid)
    rules.require_markable(is_open=session.training.is_open, is_cancelled=session.cancelled_at is not None)
    return session


def get_run_training(principal: Principal, training_uid: UUID) -> Training:
    """Return a training that this principal runs; out of reach looks like missing."""
    training = trainings.get_training_within(principal, training_uid)
    if not trainings.may_run(principal, training.id):
        raise Missing
    return training


def session_uid(session_id: int) -> UUID:
    """Return the uid of a session."""
    return db.session.scalars(select(TrainingSession.uid).where(TrainingSession.id == session_id)).one()


def _get_marked_by(principal: Principal, session_uid: UUID) -> TrainingSession:
    if principal.kind == Kind.DEVICE:
        return get_session_of_device(principal, session_uid)
    session = trainings.get_session_within(principal, session_uid)
    if not trainings.may_mark(principal, session.id):
        raise Missing
    return session
