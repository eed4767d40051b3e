"""Reads of marking: what waits, what was given, and what a new version would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Lesson
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.quizzes import permissions
from lms.quizzes.models import (
    Attempt,
    AttemptItem,
    BankEntry,
    ItemCheck,
    ItemMark,
    QuestionState,
    QuestionType,
    QuestionVersion,
    Quiz,
)  # fmt: skip
from lms.quizzes.models.attempts import GRADED
from lms.quizzes.queries.bank import latest_versions
from lms.quizzes.rules import behaviours
from lms.trainings.models import Participation, Training

MOST_AT_ONCE = 500
PERSONAL = (QuestionType.ESSAY, QuestionType.FILE)


@dataclass(frozen=True)
class Change:
    """An answer whose mark a new version of its question would change."""

    item: AttemptItem
    before: float
    after: float


@dataclass(frozen=True)
class Regrade:
    """What a new version changes: how many answers were asked another one, and whose marks move."""

    version: QuestionVersion
    asked: int
    changes: Sequence[Change]


def marking_queue(
    principal: Principal, *, training_uid: UUID | None = None, text: str = "", lesson: str = "", with_own: bool = False
) -> Select[Any]:
    """Return a select of the answers that wait for a mark and that a principal may mark, the oldest first.

    What the principal marked already and waits for somebody else is left out, unless `with_own`.
    """
    found = _items(principal).where(
        AttemptItem.fraction.is_(None), Attempt.state.in_(GRADED), QuestionVersion.type.in_(PERSONAL)
    )
    if training_uid:
        found = found.where(Training.uid == training_uid)
    if text:
        found = found.where(Participation.sort_name.contains(folded(text), autoescape=True))
    if lesson.isdecimal() and len(lesson) < 10:
        found = found.where(Attempt.quiz_id.in_(select(Quiz.id).where(Quiz.lesson_id == int(lesson))))
    if not with_own:
        found = found.where(~select(ItemMark.id).where(ItemMark.item_id == AttemptItem.id,
                                                       ItemMark.by == principal.id).exists())  # fmt: skip
    return found.order_by(Attempt.submitted_at, AttemptItem.id)


def waiting_lessons(principal: Principal) -> Sequence[Lesson]:
    """Return the lessons at whose tests answers wait for a principal's mark, by module."""
    waiting = marking_queue(principal, with_own=True).with_only_columns(Attempt.quiz_id).order_by(None)
    return db.session.scalars(
        select(Lesson).join(Quiz, Quiz.lesson_id == Lesson.id).where(Quiz.id.in_(waiting))
        .options(joinedload(Lesson.module)).order_by(Lesson.module_id, Lesson.id)
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


def regrade_preview(principal: Principal, entry: BankEntry) -> Regrade | None:
    """Return what the newest ready version would change in the marks of answers to older ones. Three queries."""
    version = latest_versions([entry.id]).get(entry.id)
    if version is None or version.state != QuestionState.READY or version.type in PERSONAL:
        return None
    rows = db.session.scalars(
        _items(principal).where(QuestionVersion.entry_id == entry.id, AttemptItem.version_id != version.id,
                                Attempt.state.in_(GRADED), AttemptItem.fraction.is_not(None),
                                QuestionVersion.type == version.type).order_by(AttemptItem.id)
    ).all()  # fmt: skip
    made = [Change(row, row.fraction or 0.0, worth) for row, worth in zip(rows, worth_by(version, rows), strict=True)]
    return Regrade(version, len(rows), [one for one in made if abs(one.before - one.after) > 1e-9])


def worth_by(version: QuestionVersion, items: Sequence[AttemptItem]) -> list[float]:
    """Return what answers earn by a version, as their quizzes take answers. One query where some were checked."""
    ids = [item.id for item in items if item.checks]
    tries: dict[int, list[Any]] = {}
    if ids:
        rows = select(ItemCheck.item_id, ItemCheck.response).where(ItemCheck.item_id.in_(ids))
        for item_id, response in db.session.execute(rows.order_by(ItemCheck.item_id, ItemCheck.number)):
            tries.setdefault(item_id, []).append(response)
    return [
        behaviours.earned(
            item.attempt.quiz.behaviour, version, item.response, tries=tries.get(item.id, ()), certainty=item.certainty,
            wrong_costs=item.attempt.quiz.wrong_costs,
        ) or 0.0
        for item in items
    ]  # fmt: skip


def askable(principal: Principal, entry: BankEntry, version: QuestionVersion) -> Sequence[AttemptItem]:
    """Return the graded answers to older versions of a question, locked, in the order of their attempts."""
    return db.session.scalars(
        _items(principal).where(QuestionVersion.entry_id == entry.id, AttemptItem.version_id != version.id,
                                Attempt.state.in_(GRADED), AttemptItem.fraction.is_not(None),
                                QuestionVersion.type == version.type)
        .order_by(Attempt.id, AttemptItem.id).with_for_update(of=[Attempt, AttemptItem])
    ).all()  # fmt: skip


def earned_of(attempt_ids: Sequence[int]) -> dict[int, list[tuple[int, float | None]]]:
    """Return (points, fraction) of the items of attempts, by attempt."""
    found: dict[int, list[tuple[int, float | None]]] = {one: [] for one in attempt_ids}
    for start in range(0, len(attempt_ids), MOST_AT_ONCE):
        part = attempt_ids[start : start + MOST_AT_ONCE]
        rows = db.session.execute(
            select(AttemptItem.attempt_id, AttemptItem.points, AttemptItem.fraction)
            .where(AttemptItem.attempt_id.in_(part))
        )  # fmt: skip
        for row in rows:
            found[row.attempt_id].append((row.points, row.fraction))
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
