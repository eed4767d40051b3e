"""Reads of attempts that were given beyond what a quiz allows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.quizzes.models import Attempt, AttemptGrant
from lms.trainings.models import Participation, Training
from lms.trainings.permissions import runs


def count_extra(quiz_id: int, participation_id: int) -> int:
    """Count the attempts that a person was given beyond what a quiz allows."""
    return db.session.scalar(
        select(func.count()).where(AttemptGrant.quiz_id == quiz_id, AttemptGrant.participation_id == participation_id)
    ) or 0  # fmt: skip


def grants_of(attempt: Attempt) -> Sequence[AttemptGrant]:
    """Return what the person of an attempt was given at its quiz, the first first."""
    return db.session.scalars(
        select(AttemptGrant).where(AttemptGrant.quiz_id == attempt.quiz_id,
                                   AttemptGrant.participation_id == attempt.participation_id)
        .order_by(AttemptGrant.id)
    ).all()  # fmt: skip


def get_run_attempt(principal: Principal, uid: UUID) -> Attempt:
    """Return somebody's attempt in a training that a principal runs; else Missing."""
    found = db.session.scalar(
        select(Attempt).join(Participation, Participation.id == Attempt.participation_id)
        .join(Training, Training.id == Participation.training_id).where(Attempt.uid == uid, runs(principal))
        .options(joinedload(Attempt.quiz))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def runs_attempt(principal: Principal, attempt: Attempt) -> bool:
    """Tell whether a principal runs the training of an attempt."""
    return db.session.scalar(
        select(Training.id).join(Participation, Participation.training_id == Training.id)
        .where(Participation.id == attempt.participation_id, runs(principal))
    ) is not None  # fmt: skip
