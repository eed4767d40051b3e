"""Reads of a training's attempts as staff see them: a list with filters, answers for an export, and the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Person
from lms.accounts.queries.principals import actor_name
from lms.catalogue.models import Lesson
from lms.core import numbers
from lms.core.db import db, table_of
from lms.core.names import folded
from lms.core.principals import PrincipalRow
from lms.core.trail import TrailEntry
from lms.quizzes.models import (
    Attempt,
    AttemptItem,
    AttemptState,
    QuestionType,
    QuestionVersion,
    Quiz,
    ResponseStep,
    StepKind,
)
from lms.quizzes.queries.asked import Asked, asked_by_id
from lms.quizzes.queries.groups import in_group
from lms.trainings.models import Participation


@dataclass(frozen=True)
class Answered:
    """A question of an attempt with its answer and what that earned."""

    version: Asked
    response: Any
    fraction: float | None


WITH_LATE = "late"
SORTS: dict[str, Any] = {
    "name": (Participation.sort_name, Attempt.quiz_id, Attempt.number), "begun": (Attempt.started_at.desc(),),
    "score": (Attempt.fraction.desc().nulls_last(), Participation.sort_name),
}  # fmt: skip


def attempt_rows(
    training_id: int, *, text: str = "", lesson: str = "", state: str = "", group: str = "", sort: str = ""
) -> Select[Any]:
    """Return a select of the attempts in a training, each with its person and test."""
    found = (
        select(Attempt).join(Attempt.participation).join(Attempt.quiz).join(Quiz.lesson)
        .where(Participation.training_id == training_id)
        .options(contains_eager(Attempt.participation),
                 contains_eager(Attempt.quiz).contains_eager(Quiz.lesson).joinedload(Lesson.module))
    )  # fmt: skip
    if text:
        found = found.where(Participation.sort_name.contains(folded(text), autoescape=True))
    if (lesson_id := numbers.plain(lesson, most=numbers.MOST_ID)) is not None:
        found = found.where(Lesson.id == lesson_id)
    if state in set(AttemptState):
        found = found.where(Attempt.state == AttemptState(state))
    if state == WITH_LATE:
        late = select(AttemptItem.attempt_id).join(ResponseStep, ResponseStep.item_id == AttemptItem.id)
        found = found.where(Attempt.id.in_(late.where(ResponseStep.kind == StepKind.LATE)))
    return found.where(*in_group(group)).order_by(*SORTS.get(sort, SORTS["name"]), Attempt.id)


def kept_aside(attempt_ids: Sequence[int]) -> dict[int, dict[StepKind, int]]:
    """Return how many answers of attempts are kept and do not count, late or given on another page, by attempt."""
    rows = db.session.execute(
        select(AttemptItem.attempt_id, ResponseStep.kind, func.count())
        .join(ResponseStep, ResponseStep.item_id == AttemptItem.id)
        .where(AttemptItem.attempt_id.in_(attempt_ids), ResponseStep.kind != StepKind.SAVED)
        .group_by(AttemptItem.attempt_id, ResponseStep.kind)
    )  # fmt: skip
    found: dict[int, dict[StepKind, int]] = {}
    for attempt_id, kind, count in rows:
        found.setdefault(attempt_id, {})[kind] = count
    return found


def tried_lessons(training_id: int) -> Sequence[Lesson]:
    """Return the lessons whose tests somebody in a training has begun, by module."""
    tried = (
        select(Quiz.lesson_id).join(Attempt, Attempt.quiz_id == Quiz.id)
        .join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == training_id)
    )  # fmt: skip
    return db.session.scalars(
        select(Lesson).where(Lesson.id.in_(tried)).options(joinedload(Lesson.module))
        .order_by(Lesson.module_id, Lesson.id)
    ).all()  # fmt: skip


def answers_by_attempt(attempt_ids: Sequence[int]) -> dict[int, dict[int, Answered]]:
    """Return what was asked and answered in attempts, by attempt and the number of the question. Two queries."""
    item = table_of(AttemptItem).c
    rows = db.session.execute(
        select(item.attempt_id, item.position, item.version_id, item.response, item.fraction)
        .where(item.attempt_id.in_(attempt_ids)).order_by(item.attempt_id, item.position)
    ).all()  # fmt: skip
    versions = asked_by_id(list({row.version_id for row in rows}))
    found: dict[int, dict[int, Answered]] = {one: {} for one in attempt_ids}
    for row in rows:
        if versions[row.version_id].type != QuestionType.DESCRIPTION:
            own = found[row.attempt_id]
            own[len(own) + 1] = Answered(versions[row.version_id], row.response, row.fraction)
    return found


def most_questions(training_id: int, lesson_id: int) -> int:
    """Return how many questions the longest attempt at a lesson's test has in a training."""
    return db.session.scalar(
        select(func.count().label("asked")).select_from(AttemptItem)
        .join(AttemptItem.version).join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Quiz, Quiz.id == Attempt.quiz_id).join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == training_id, Quiz.lesson_id == lesson_id,
               QuestionVersion.type != QuestionType.DESCRIPTION)
        .group_by(Attempt.id).order_by(func.count().desc()).limit(1)
    ) or 0  # fmt: skip


def attempt_trail(attempt: Attempt) -> Sequence[Any]:
    """Return (TrailEntry, who) of what staff did to an attempt, the first first."""
    return db.session.execute(
        select(TrailEntry, actor_name().label("who"))
        .outerjoin(PrincipalRow, PrincipalRow.id == TrailEntry.principal_id)
        .outerjoin(Person, Person.principal_id == TrailEntry.principal_id)
        .where(TrailEntry.subject == "attempt", TrailEntry.subject_uid == attempt.uid).order_by(TrailEntry.id)
    ).all()  # fmt: skip
