"""A person's place before a quiz, and the terms that hold for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, case, or_, select
from sqlalchemy.orm import contains_eager, defer, joinedload, load_only

from lms.catalogue.models import Lesson, Module, ReleaseLesson
from lms.core.db import db, table_of
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.enrolment.models import GroupMember
from lms.quizzes.models import Attempt, Quiz, QuizOverride
from lms.quizzes.queries.attempts.whose import OWN_SEAT, is_own, who
from lms.quizzes.rules.opening import Terms
from lms.quizzes.rules.overrides import Whom, overridden
from lms.trainings.models import Participation, Training, TrainingModule

OVERRIDDEN = ("opens_at", "closes_at", "time_limit", "attempts_allowed", "password")


@dataclass(frozen=True)
class Seat:
    """A person's place before a quiz: participation (with its training), quiz (with its lesson), release and module."""

    participation: Participation
    quiz: Quiz
    release_lesson: ReleaseLesson
    module: Module


def get_seat(principal: Principal, participation_uid: UUID, lesson_uid: UUID, *, locked: bool = False) -> Seat:
    """Return a person's place before a quiz of a training that they take part in; else Missing. One query.

    `locked`: their participation is held until the end of the transaction.
    """
    facts = {"participation_uid": participation_uid, "lesson_uid": lesson_uid, **who(principal)}
    row = db.session.execute(_SEAT_LOCKED if locked else _SEAT, facts).first()
    if row is None:
        raise Missing
    return Seat(*row)


def terms_of(quiz: Quiz, participation: Participation) -> Terms:
    """Return the terms of a quiz for one person, with what was given to them, their groups or training. One query."""
    whom = {"participation_id": participation.id, "training_id": participation.training_id}
    facts = {name: getattr(quiz, name) for name in OVERRIDDEN}
    rows = db.session.execute(_OVERRIDES, {"quiz_id": quiz.id, **whom})
    given = [(Whom(whom), dict(zip(OVERRIDDEN, values, strict=True))) for whom, *values in rows]
    return Terms(delay_minutes=quiz.delay_minutes, **facts | overridden(given))


def attempts_of(quiz_id: int, participation_id: int) -> Sequence[Attempt]:
    """Return a person's attempts at a quiz, the first first."""
    return db.session.scalars(_ATTEMPTS, {"quiz_id": quiz_id, "participation_id": participation_id}).all()


def learns(principal: Principal, module_id: int) -> bool:
    """Tell whether a principal takes part in a training that has a module."""
    return db.session.scalar(
        select(TrainingModule.id).join(Participation, Participation.training_id == TrainingModule.training_id)
        .where(TrainingModule.module_id == module_id, is_own(principal)).limit(1)
    ) is not None  # fmt: skip


# Built once: building such a statement costs more than running it.
_SEAT = (
    select(Participation, Quiz, ReleaseLesson, Module)
    .join(Training, Training.id == Participation.training_id)
    .join(TrainingModule, TrainingModule.training_id == Training.id)
    .join(ReleaseLesson, ReleaseLesson.release_id == TrainingModule.release_id)
    .join(Lesson, Lesson.id == ReleaseLesson.lesson_id)
    .join(Module, Module.id == Lesson.module_id)
    .join(Quiz, Quiz.lesson_id == Lesson.id)
    .where(Participation.uid == bindparam("participation_uid"), Lesson.uid == bindparam("lesson_uid"), OWN_SEAT)
    .options(
        load_only(Participation.uid, Participation.training_id, Participation.withdrawn_at),
        contains_eager(Participation.training).load_only(Training.title, Training.zone, Training.state),
        joinedload(Quiz.lesson, innerjoin=True).load_only(Lesson.uid, Lesson.title, Lesson.module_id),
        defer(ReleaseLesson.body), load_only(Module.uid, Module.title),
    )
)  # fmt: skip
_SEAT_LOCKED = _SEAT.with_for_update(of=Participation)
_ATTEMPTS = (
    select(Attempt).order_by(Attempt.number)
    .where(Attempt.quiz_id == bindparam("quiz_id"), Attempt.participation_id == bindparam("participation_id"))
)  # fmt: skip
_given, _member = table_of(QuizOverride).c, table_of(GroupMember).c
_OWN_GROUPS = select(_member.group_id).where(_member.participation_id == bindparam("participation_id"))
_OVERRIDES = (
    select(case((_given.participation_id.is_not(None), Whom.PERSON.value),
                (_given.group_id.is_not(None), Whom.GROUP.value), else_=Whom.TRAINING.value),
           *(_given[name] for name in OVERRIDDEN))
    .where(
        _given.quiz_id == bindparam("quiz_id"),
        or_(_given.participation_id == bindparam("participation_id"), _given.group_id.in_(_OWN_GROUPS),
            _given.training_id == bindparam("training_id")),
    )
    .order_by(_given.id)
)  # fmt: skip
