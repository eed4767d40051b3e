"""Answers: files, those that wait for a person, and those that their steps tell again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.quizzes.models import (
    AnswerFile,
    Attempt,
    AttemptItem,
    QuestionType,
    QuestionVersion,
    ResponseStep,
    StepKind,
)  # fmt: skip
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.asked import Item
from lms.quizzes.queries.attempts.whose import is_own
from lms.trainings.models import Participation, Training
from lms.trainings.permissions import sees


def waiting_items() -> Select[Any]:
    """Return a select of the items of handed-in attempts that wait for a person, the oldest first."""
    return (
        select(AttemptItem).join(AttemptItem.attempt).join(AttemptItem.version)
        .where(AttemptItem.fraction.is_(None), Attempt.state.in_(GRADED),
               QuestionVersion.type.in_((QuestionType.ESSAY, QuestionType.FILE)))
        .options(contains_eager(AttemptItem.attempt), contains_eager(AttemptItem.version))
        .order_by(Attempt.submitted_at, AttemptItem.id)
    )  # fmt: skip


def file_names(items: Sequence[Item] | Sequence[AttemptItem]) -> dict[str, str]:
    """Return the names of the files that items hold, by uid; asks only where there may be some."""
    ids = [item.id for item in items if item.version.type == QuestionType.FILE]
    if not ids:
        return {}
    rows = db.session.execute(select(AnswerFile.uid, AnswerFile.name).where(AnswerFile.item_id.in_(ids)))
    return {str(row.uid): row.name for row in rows}


def get_answer_file(principal: Principal, uid: UUID) -> AnswerFile:
    """Return a file that was sent as an answer, for its sender and for who sees the training; else Missing."""
    found = db.session.scalar(
        select(AnswerFile).join(AnswerFile.item).join(AttemptItem.attempt).join(Attempt.participation)
        .join(Training, Training.id == Participation.training_id)
        .where(AnswerFile.uid == uid, or_(is_own(principal), sees(principal))).options(joinedload(AnswerFile.file))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def answers_beside_steps() -> Sequence[Row[Any]]:
    """Return every item that was answered in steps, with what it repeats of the newest one that counts."""
    newest = (
        select(ResponseStep.item_id, func.max(ResponseStep.sequence).label("sequence"))
        .where(ResponseStep.kind == StepKind.SAVED).group_by(ResponseStep.item_id).subquery()
    )  # fmt: skip
    return db.session.execute(
        select(
            AttemptItem.id, AttemptItem.sequence, AttemptItem.response, AttemptItem.device,
            ResponseStep.sequence.label("step_sequence"), ResponseStep.response.label("step_response"),
            ResponseStep.device.label("step_device"),
        )
        .join(newest, newest.c.item_id == AttemptItem.id)
        .join(ResponseStep, (ResponseStep.item_id == newest.c.item_id)
              & (ResponseStep.sequence == newest.c.sequence))
        .order_by(AttemptItem.id)
    ).all()  # fmt: skip
