"""The lesson kind "quiz"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, or_, select

from lms.catalogue.models import Lesson
from lms.catalogue.rules import Evidence, Frozen, draw
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.quizzes.models import QuestionType, QuestionVersion, Quiz, Slot

LABEL = lazy_gettext("Quiz")


@dataclass(frozen=True)
class QuizKind:
    """A lesson that holds a quiz."""

    name: str = "quiz"
    label: Any = LABEL
    icon: str = "list-checks"
    evidence: Evidence = Evidence.PASSED
    open_endpoint: str = "quizzes_learner.show_quiz"
    author_endpoint: str = "quizzes_staff.edit_quiz"

    def make(self, lesson: Lesson, *, by: Principal, now: datetime) -> None:
        """Add an empty quiz for a new lesson."""
        db.session.add(Quiz(lesson_id=lesson.id))

    def freeze(self, lessons: Sequence[Lesson]) -> dict[int, Frozen]:
        """Return the settings that a release tells of its quizzes; refuse one without questions."""
        ids = [lesson.id for lesson in lessons]
        quizzes = {quiz.lesson_id: quiz for quiz in db.session.scalars(select(Quiz).where(Quiz.lesson_id.in_(ids)))}
        counts = _questions([quiz.id for quiz in quizzes.values()])
        return {lesson.id: _frozen(lesson, quizzes.get(lesson.id), counts) for lesson in lessons}


def _frozen(lesson: Lesson, quiz: Quiz | None, counts: dict[int, int]) -> Frozen:
    if quiz is None or not counts.get(quiz.id):
        raise Refused(_("“%(title)s” has no questions yet.", title=lesson.title))
    facts = {
        "purpose": quiz.purpose.value, "questions": counts[quiz.id], "pass_mark": quiz.pass_mark,
        "time_limit": quiz.time_limit, "attempts_allowed": quiz.attempts_allowed, "version": quiz.version,
    }  # fmt: skip
    return Frozen(body=quiz.instructions, html=draw(quiz.instructions), facts=facts)


def _questions(quiz_ids: list[int]) -> dict[int, int]:
    """Return how many questions one person gets, by quiz (its forms are of one length); what is to be read is none."""
    read = select(QuestionVersion.entry_id).where(QuestionVersion.type == QuestionType.DESCRIPTION)
    rows = db.session.execute(
        select(Slot.quiz_id, Slot.form, func.sum(Slot.draws))
        .where(Slot.quiz_id.in_(quiz_ids), or_(Slot.entry_id.is_(None), Slot.entry_id.not_in(read)))
        .group_by(Slot.quiz_id, Slot.form)
    )  # fmt: skip
    found: dict[int, int] = {}
    for quiz_id, _form, count in rows:
        found[quiz_id] = max(found.get(quiz_id, 0), int(count))
    return found


QUIZ = QuizKind()
