"""Other terms of a quiz for a person, a group or a training."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.catalogue import queries as catalogue
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.enrolment import queries as enrolment
from lms.quizzes import queries
from lms.quizzes.models import QuizOverride
from lms.trainings import queries as trainings
from lms.trainings.models import Participation


@transaction()
def give_terms(
    lesson_uid: UUID, training_uid: UUID, participation_uid: UUID | None, *, by: Principal, now: datetime,
    group_uid: UUID | None = None, **facts: Any,
) -> QuizOverride:  # fmt: skip
    """Give a training, a group or one person in it other terms of a quiz; what was given before is replaced."""
    quiz = queries.get_quiz(catalogue.get_lesson_within(by, lesson_uid).id)
    training = trainings.get_training_within(by, training_uid)
    if all(value in (None, "") for value in facts.values()):
        raise Refused(_("Say what is to be different."))
    whom = _whom(training.id, participation_uid, group_uid)
    row = db.session.scalar(select(QuizOverride).filter_by(quiz_id=quiz.id, **whom))
    if row is None:
        row = QuizOverride(quiz_id=quiz.id, made_by=by.id, made_at=now, **whom)
        db.session.add(row)
    for name, value in facts.items():
        setattr(row, name, value or None)
    row.made_by, row.made_at = by.id, now
    trail.record("quiz.terms_given", by=by.id, subject="lesson", subject_uid=lesson_uid)
    db.session.flush()
    return row


@transaction()
def take_terms(lesson_uid: UUID, override_uid: UUID, *, by: Principal) -> None:
    """Take other terms back."""
    quiz = queries.get_quiz(catalogue.get_lesson_within(by, lesson_uid).id)
    row = db.session.scalar(select(QuizOverride).filter_by(quiz_id=quiz.id, uid=override_uid))
    if row is None:
        raise Missing
    db.session.delete(row)
    trail.record("quiz.terms_taken", by=by.id, subject="lesson", subject_uid=lesson_uid)


def _whom(training_id: int, participation_uid: UUID | None, group_uid: UUID | None) -> dict[str, int]:
    if participation_uid:
        return {"participation_id": _participation(training_id, participation_uid)}
    if group_uid is None:
        return {"training_id": training_id}
    group = next((one for one in enrolment.groups_of(training_id) if one.uid == group_uid), None)
    if group is None:
        raise Missing
    return {"group_id": group.id}


def _participation(training_id: int, uid: UUID) -> int:
    found = db.session.scalar(
        select(Participation.id).where(Participation.training_id == training_id, Participation.uid == uid)
    )
    if found is None:
        raise Missing
    return found
