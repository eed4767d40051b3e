"""Reads of marking: what waits, and what was given."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Lesson
from lms.core import numbers
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.enrolment.models import GroupMember, TrainingGroup
from lms.quizzes import permissions
from lms.quizzes.models import (
    Attempt,
    AttemptItem,
    ItemMark,
    QuestionType,
    QuestionVersion,
    Quiz,
)  # fmt: skip
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.groups import in_group
from lms.trainings.models import Participation, Training

PERSONAL = (QuestionType.ESSAY, QuestionType.FILE)


def marking_queue(
    principal: Principal, *, training_uid: UUID | None = None, text: str = "", lesson: str = "", group: str = "",
    with_own: bool = False,
) -> Select[Any]:  # fmt: skip
    """Return a select of the answers that wait for a mark and that a principal may mark, the oldest first.

    What the principal marked already and waits for somebody else is left out, unless `with_own`.
    """
    found = _items(principal).where(
        Attempt.fraction.is_(None), AttemptItem.fraction.is_(None), Attempt.state.in_(GRADED),
        QuestionVersion.type.in_(PERSONAL),
    )  # fmt: skip
    if training_uid:
        found = found.where(Training.uid == training_uid)
    if text:
        found = found.where(Participation.sort_name.contains(folded(text), autoescape=True))
    if (lesson_id := numbers.plain(lesson, most=numbers.MOST_ID)) is not None:
        found = found.where(Attempt.quiz_id.in_(select(Quiz.id).where(Quiz.lesson_id == lesson_id)))
    if not with_own:
        found = found.where(~select(ItemMark.id).where(ItemMark.item_id == AttemptItem.id,
                                                       ItemMark.by == principal.id).exists())  # fmt: skip
    return found.where(*in_group(group)).order_by(Attempt.submitted_at, AttemptItem.id)


def count_to_mark(principal: Principal) -> int:
    """Count the answers that wait for a principal's mark; who teaches and runs nothing is not counted for."""
    teaches = select(Participation.id).where(
        Participation.person_id == (principal.person_id or 0), Participation.capacity.in_(permissions.MARKERS)
    )
    if not principal.grants and db.session.scalar(teaches.limit(1)) is None:
        return 0
    waiting = marking_queue(principal).with_only_columns(func.count()).order_by(None)
    return db.session.scalar(waiting) or 0


def waiting_lessons(principal: Principal) -> Sequence[Lesson]:
    """Return the lessons at whose tests answers wait for a principal's mark, by module."""
    waiting = marking_queue(principal, with_own=True).with_only_columns(Attempt.quiz_id).order_by(None)
    return db.session.scalars(
        select(Lesson).join(Quiz, Quiz.lesson_id == Lesson.id).where(Quiz.id.in_(waiting))
        .options(joinedload(Lesson.module)).order_by(Lesson.module_id, Lesson.id)
    ).all()  # fmt: skip


def waiting_groups(principal: Principal) -> Sequence[TrainingGroup]:
    """Return the groups whose people's answers wait for a principal's mark, by training."""
    waiting = marking_queue(principal, with_own=True).with_only_columns(Participation.id).order_by(None)
    members = select(GroupMember.group_id).where(GroupMember.participation_id.in_(waiting))
    return db.session.scalars(
        select(TrainingGroup).where(TrainingGroup.id.in_(members)).options(joinedload(TrainingGroup.training))
        .order_by(TrainingGroup.training_id, TrainingGroup.sort_name)
    ).all()  # fmt: skip


def get_markable(principal: Principal, uid: UUID) -> AttemptItem:
    """Return an answer of an essay or of files that a principal may mark; else Missing."""
    statement = _items(principal).where(
        AttemptItem.uid == uid, Attempt.state.in_(GRADED), QuestionVersion.type.in_(PERSONAL)
    )
    found: AttemptItem | None = db.session.scalar(statement)
    if found is None:
        raise Missing
    return found


def marks_of(items: Sequence[Any]) -> dict[int, list[ItemMark]]:
    """Return the marks of answers in the order in which they were given; asks only where there may be some."""
    item_ids = [one.id for one in items if one.version.type in PERSONAL]
    found: dict[int, list[ItemMark]] = {}
    if not item_ids:
        return found
    for row in db.session.scalars(select(ItemMark).where(ItemMark.item_id.in_(item_ids)).order_by(ItemMark.id)):
        found.setdefault(row.item_id, []).append(row)
    return found


def _items(principal: Principal) -> Select[Any]:
    return (
        select(AttemptItem).join(AttemptItem.attempt).join(AttemptItem.version)
        .join(Participation, Participation.id == Attempt.participation_id)
        .join(Training, Training.id == Participation.training_id).where(_may_mark(principal))
        .options(
            contains_eager(AttemptItem.version),
            contains_eager(AttemptItem.attempt).options(
                joinedload(Attempt.participation).joinedload(Participation.training),
                joinedload(Attempt.quiz).joinedload(Quiz.lesson).joinedload(Lesson.module),
            ),
        )
    )  # fmt: skip


def _may_mark(principal: Principal) -> ColumnElement[bool]:
    return permissions.marks(principal)
