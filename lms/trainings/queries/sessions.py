"""Reads of sessions and their trainers."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import permissions
from lms.trainings.models import Capacity, Participation, SessionTrainer, Training, TrainingSession


def get_session_within(principal: Principal, uid: UUID) -> TrainingSession:
    """Return a session with its training and module; Missing when out of reach."""
    session = db.session.scalar(_seen_by(principal), {"session_uid": uid})
    if session is None:
        raise Missing
    return session


def may_mark(principal: Principal, session_id: int) -> bool:
    """Tell whether a principal may mark who is in a session: who runs the training, and the session's trainers."""
    if db.session.scalar(_run_by(principal), {"session_id": session_id}) is not None:
        return True
    if principal.person_id is None:
        return False
    teaches = (
        select(SessionTrainer.id)
        .join(Participation, Participation.id == SessionTrainer.participation_id)
        .where(
            SessionTrainer.session_id == session_id,
            Participation.person_id == principal.person_id,
            Participation.withdrawn_at.is_(None),
        )
    )
    return db.session.scalar(teaches) is not None


def sessions_of(training_id: int) -> list[TrainingSession]:
    """Return the sessions of a training by time, with their modules."""
    return list(
        db.session.scalars(
            select(TrainingSession)
            .where(TrainingSession.training_id == training_id)
            .options(joinedload(TrainingSession.module))
            .order_by(TrainingSession.starts_at, TrainingSession.id)
        )
    )


def trainers_of(session_ids: Iterable[int]) -> dict[int, list[Participation]]:
    """Return the trainers of sessions, by session id."""
    rows = db.session.execute(
        select(SessionTrainer.session_id, Participation)
        .join(Participation, Participation.id == SessionTrainer.participation_id)
        .where(SessionTrainer.session_id.in_(list(session_ids)))
        .order_by(Participation.sort_name)
    )
    found: dict[int, list[Participation]] = {}
    for session_id, participation in rows:
        found.setdefault(session_id, []).append(participation)
    return found


def possible_trainers(training_id: int) -> list[Participation]:
    """Return who may teach in a training: everybody in it who is no mere participant."""
    return list(
        db.session.scalars(
            select(Participation)
            .where(
                Participation.training_id == training_id,
                Participation.capacity != Capacity.PARTICIPANT,
                Participation.withdrawn_at.is_(None),
            )
            .order_by(Participation.sort_name, Participation.id)
        )
    )


# Built once for each principal: every roll asks both.
@lru_cache(maxsize=512)
def _seen_by(principal: Principal) -> Select[TrainingSession]:
    return (
        select(TrainingSession)
        .join(Training, Training.id == TrainingSession.training_id)
        .where(TrainingSession.uid == bindparam("session_uid"), permissions.sees(principal))
        .options(joinedload(TrainingSession.training), joinedload(TrainingSession.module))
    )


@lru_cache(maxsize=512)
def _run_by(principal: Principal) -> Select[int]:
    return (
        select(TrainingSession.id)
        .join(Training, Training.id == TrainingSession.training_id)
        .where(TrainingSession.id == bindparam("session_id"), permissions.runs(principal))
    )
