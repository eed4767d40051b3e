"""Reads of learning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Lesson, Module, Release, ReleaseLesson
from lms.catalogue.rules import LessonKind, get_kind
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.learning import rules
from lms.learning.rules import Step
from lms.progress import queries as progress
from lms.progress.queries import Progress
from lms.quizzes.models import Purpose
from lms.trainings.models import Participation, Training, TrainingModule, TrainingState

LATE_TESTS = (Purpose.POST.value, Purpose.EXAM.value)

# Built once: learners open these pages all day.
_MINE = (
    select(Participation)
    .join(Training, Training.id == Participation.training_id)
    .where(
        Participation.person_id == bindparam("person_id"),
        Participation.withdrawn_at.is_(None),
        Participation.registered_at.is_not(None),
        Training.state.in_([TrainingState.OPEN, TrainingState.CLOSED]),
    )
    .options(contains_eager(Participation.training))
    .order_by(Training.starts.desc().nulls_first(), Participation.id.desc())
)
_MODULES = (
    select(TrainingModule.release_id, TrainingModule.jp, Release.title, Module.summary)
    .join(Release, Release.id == TrainingModule.release_id)
    .join(Module, Module.id == TrainingModule.module_id)
    .where(TrainingModule.training_id == bindparam("training_id"))
    .order_by(TrainingModule.position, TrainingModule.id)
)
_STEPS = (
    select(
        ReleaseLesson.release_id, ReleaseLesson.lesson_id, Lesson.uid, ReleaseLesson.title, ReleaseLesson.kind,
        ReleaseLesson.minutes, ReleaseLesson.is_required, ReleaseLesson.section_title, ReleaseLesson.frozen,
    )
    .join(Lesson, Lesson.id == ReleaseLesson.lesson_id)
    .where(ReleaseLesson.release_id.in_(bindparam("release_ids", expanding=True)))
    .order_by(ReleaseLesson.release_id, ReleaseLesson.position)
)  # fmt: skip
_OWN = (
    select(Participation)
    .where(Participation.uid == bindparam("uid"), Participation.person_id == bindparam("person_id"))
    .options(joinedload(Participation.training))
)


@dataclass(frozen=True)
class Course:
    """A module of a training as a learner sees it: its steps in order, locked or open."""

    title: str
    summary: str
    jp: int
    release_id: int
    steps: list[Step]

    @property
    def done(self) -> int:
        """How many required steps are done."""
        return sum(step.is_done for step in self.steps if step.is_required)

    @property
    def required(self) -> int:
        """How many steps are required."""
        return sum(step.is_required for step in self.steps)


@dataclass(frozen=True)
class Learning:
    """A participation with its progress, for "my learning"."""

    participation: Participation
    progress: Progress


def get_own(principal: Principal, participation_uid: UUID) -> Participation:
    """Return the principal's own participation with its training; somebody else's looks like missing."""
    found = db.session.scalar(_OWN, {"uid": participation_uid, "person_id": principal.person_id})
    if found is None or not rules.may_learn(found.training.state, has_withdrawn=found.withdrawn_at is not None):
        raise Missing
    return found


def my_learning(person_id: int) -> list[Learning]:
    """Return a person's trainings that can be learned in, the newest first, with their progress: three queries."""
    rows = db.session.scalars(_MINE, {"person_id": person_id}).all()
    done = progress.progress_of([row.id for row in rows])
    return [Learning(row, done[row.id]) for row in rows]


def courses(participation: Participation) -> list[Course]:
    """Return every module of a participation's training with its steps: three queries, no texts."""
    modules = db.session.execute(_MODULES, {"training_id": participation.training_id}).all()
    done = progress.completed_lesson_ids(participation.id)
    lessons = _lessons([row.release_id for row in modules])
    return [
        Course(
            title=row.title,
            summary=row.summary,
            jp=row.jp,
            release_id=row.release_id,
            steps=rules.lock([_step(x, done) for x in lessons if x.release_id == row.release_id]),
        )
        for row in modules
    ]


def get_course_of(courses_: Sequence[Course], lesson_uid: UUID) -> Course:
    """Return the course that a lesson stands in."""
    for course in courses_:
        if any(step.uid == lesson_uid for step in course.steps):
            return course
    raise Missing


def kind_of(step: Step) -> LessonKind:
    """Return the lesson kind of a step."""
    return get_kind(step.kind)


def _lessons(release_ids: list[int]) -> Sequence[Any]:
    return db.session.execute(_STEPS, {"release_ids": release_ids}).all()


def _step(row: Any, done: set[int]) -> Step:
    return Step(
        lesson_id=row.lesson_id,
        uid=row.uid,
        title=row.title,
        kind=row.kind,
        minutes=row.minutes,
        is_required=row.is_required,
        is_done=row.lesson_id in done,
        comes_after_lessons=row.frozen.get("purpose") in LATE_TESTS,
        section=row.section_title,
    )
