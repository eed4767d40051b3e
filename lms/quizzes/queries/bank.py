"""Reads of the question bank."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue.models import Lesson
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal
from lms.enrolment.models import TrainingGroup
from lms.quizzes.models import (
    AttemptItem,
    BankCategory,
    BankEntry,
    EntryTag,
    QuestionState,
    QuestionVersion,
    Quiz,
    QuizOverride,
    Slot,
)
from lms.quizzes.permissions import sees_category
from lms.quizzes.rules.question_file import QuestionFile, QuestionText, QuizText
from lms.quizzes.rules.types import undrawn
from lms.trainings.models import Participation, Training, TrainingModule
from lms.trainings.queries import trainings_within

FACTS = (
    "time_limit", "attempts_allowed", "pass_mark", "purpose", "form_rule", "grading", "shuffle_questions",
    "shuffle_options", "is_offline", "instructions", "per_page",
)  # fmt: skip


def latest_versions(entry_ids: Sequence[int]) -> dict[int, QuestionVersion]:
    """Return the newest version of each entry, by entry id, in one query."""
    newest = (
        select(QuestionVersion.entry_id, func.max(QuestionVersion.number).label("number"))
        .where(QuestionVersion.entry_id.in_(entry_ids)).group_by(QuestionVersion.entry_id).subquery()
    )  # fmt: skip
    rows = db.session.scalars(
        select(QuestionVersion)
        .join(newest, (newest.c.entry_id == QuestionVersion.entry_id) & (newest.c.number == QuestionVersion.number))
    )  # fmt: skip
    return {row.entry_id: row for row in rows}


def tags_of(entry_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the tags of entries, by entry id."""
    found: dict[int, list[str]] = {}
    rows = db.session.scalars(select(EntryTag).where(EntryTag.entry_id.in_(entry_ids)).order_by(EntryTag.tag))
    for row in rows:
        found.setdefault(row.entry_id, []).append(row.tag)
    return found


def module_questions(module_id: int) -> QuestionFile:
    """Return a module's questions (newest versions) and quizzes, as its question file says them."""
    entries = db.session.scalars(
        select(BankEntry).join(BankEntry.category)
        .where(BankCategory.module_id == module_id, BankEntry.archived_at.is_(None)).order_by(BankEntry.id)
    ).all()  # fmt: skip
    ids = [row.id for row in entries]
    latest, tags = latest_versions(ids), tags_of(ids)
    questions = [question_text(row, latest[row.id], tags.get(row.id, [])) for row in entries if row.id in latest]
    return QuestionFile(tuple(questions), _quizzes(module_id))


def question_text(entry: BankEntry, version: QuestionVersion, tags: Sequence[str]) -> QuestionText:
    """Return a version as a file or a form says it."""
    return QuestionText(
        key=entry.key, type=str(version.type), text=version.text, feedback=version.feedback,
        objective=version.objective, tags=tuple(tags), options=tuple(undrawn(version.options)),
        settings=undrawn(version.settings),
    )  # fmt: skip


def _quizzes(module_id: int) -> tuple[QuizText, ...]:
    rows = db.session.scalars(
        select(Quiz).join(Quiz.lesson).where(Lesson.module_id == module_id, Lesson.archived_at.is_(None))
        .options(joinedload(Quiz.lesson)).order_by(Quiz.id)
    ).all()  # fmt: skip
    asked: dict[int, list[tuple[str, str]]] = {}
    for quiz_id, form, key in db.session.execute(
        select(Slot.quiz_id, Slot.form, BankEntry.key).join(BankEntry, BankEntry.id == Slot.entry_id)
        .where(Slot.quiz_id.in_([row.id for row in rows])).order_by(Slot.form, Slot.position)
    ):  # fmt: skip
        asked.setdefault(quiz_id, []).append((form, key))
    return tuple(
        QuizText(slug=row.lesson.slug, title=row.lesson.title, minutes=row.lesson.minutes,
                 is_required=row.lesson.is_required, facts={name: getattr(row, name) for name in FACTS},
                 questions=tuple(asked.get(row.id, ())))
        for row in rows
    )  # fmt: skip


def entry_rows(
    principal: Principal, *, text: str = "", category: str = "", kind: str = "", tag: str = "", state: str = ""
) -> Select[Any]:
    """Return a select of (BankEntry, its newest QuestionVersion, times used) for the bank's list."""
    newest = (
        select(QuestionVersion.entry_id, func.max(QuestionVersion.number).label("number"))
        .group_by(QuestionVersion.entry_id).subquery()
    )  # fmt: skip
    used = select(func.count()).where(Slot.entry_id == BankEntry.id).scalar_subquery()
    found = (
        select(BankEntry, QuestionVersion, used.label("used")).join(BankEntry.category)
        .join(newest, newest.c.entry_id == BankEntry.id)
        .join(QuestionVersion, (QuestionVersion.entry_id == BankEntry.id) & (QuestionVersion.number == newest.c.number))
        .where(sees_category(principal)).options(contains_eager(BankEntry.category))
        .where(BankEntry.archived_at.is_not(None) if state == "archived" else BankEntry.archived_at.is_(None))
    )  # fmt: skip
    for word in folded(text).split():
        in_words = BankEntry.search_text.contains(word, autoescape=True)
        found = found.where(or_(in_words, func.lower(BankEntry.key).contains(word, autoescape=True)))
    if _uuid(category):
        found = found.where(BankCategory.uid == _uuid(category))
    if kind:
        found = found.where(QuestionVersion.type == kind)
    if state in set(QuestionState):
        found = found.where(QuestionVersion.state == QuestionState(state))
    if tag:
        found = found.where(BankEntry.id.in_(select(EntryTag.entry_id).where(EntryTag.tag == tag)))
    return found.order_by(BankCategory.sort_name, BankCategory.id, BankEntry.key, BankEntry.id)


def categories_within(principal: Principal) -> Sequence[BankCategory]:
    """Return the drawers of the bank that a principal sees, by name."""
    return db.session.scalars(
        select(BankCategory).where(sees_category(principal)).order_by(BankCategory.sort_name, BankCategory.id)
    ).all()


def all_tags() -> Sequence[str]:
    """Return every tag of the bank."""
    return db.session.scalars(select(EntryTag.tag).distinct().order_by(EntryTag.tag)).all()


def get_entry_within(principal: Principal, uid: UUID) -> BankEntry:
    """Return an entry of the bank with its category; else Missing."""
    found = db.session.scalar(
        select(BankEntry).join(BankEntry.category).where(BankEntry.uid == uid, sees_category(principal))
        .options(contains_eager(BankEntry.category))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def versions_of(entry_id: int) -> Sequence[QuestionVersion]:
    """Return the versions of an entry, the newest first."""
    return db.session.scalars(
        select(QuestionVersion).where(QuestionVersion.entry_id == entry_id).order_by(QuestionVersion.number.desc())
    ).all()


def version_numbers(entry_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Return (number, id) of the versions of entries that may be asked, the newest first. One query."""
    rows = db.session.execute(
        select(QuestionVersion.entry_id, QuestionVersion.number, QuestionVersion.id)
        .where(QuestionVersion.entry_id.in_(entry_ids), QuestionVersion.state != QuestionState.DRAFT)
        .order_by(QuestionVersion.entry_id, QuestionVersion.number.desc())
    )  # fmt: skip
    found: dict[int, list[tuple[int, int]]] = {}
    for entry_id, number, version_id in rows:
        found.setdefault(entry_id, []).append((number, version_id))
    return found


def where_used(entry_id: int) -> Sequence[Lesson]:
    """Return the lessons whose quizzes ask an entry by name."""
    return _lessons_of(Slot.entry_id == entry_id)


def where_drawn(entry: BankEntry, tags: Sequence[str]) -> Sequence[Lesson]:
    """Return the lessons whose quizzes may draw an entry with these tags; none where it was put away."""
    slots = db.session.execute(select(Slot.id, Slot.tags).where(Slot.category_id == entry.category_id)).all()
    fits = [slot.id for slot in slots if set(slot.tags) <= set(tags)]
    return _lessons_of(Slot.id.in_(fits)) if fits and entry.archived_at is None else ()


def times_answered(entry_id: int) -> int:
    """Count the attempts that asked any version of an entry."""
    return db.session.scalar(
        select(func.count()).select_from(AttemptItem)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.version_id)
        .where(QuestionVersion.entry_id == entry_id)
    ) or 0  # fmt: skip


def _lessons_of(which: ColumnElement[bool]) -> Sequence[Lesson]:
    return db.session.scalars(
        select(Lesson).join(Quiz, Quiz.lesson_id == Lesson.id).join(Slot, Slot.quiz_id == Quiz.id)
        .where(which).options(joinedload(Lesson.module)).distinct().order_by(Lesson.id)
    ).all()  # fmt: skip


def get_quiz(lesson_id: int) -> Quiz:
    """Return the quiz of a lesson; else Missing."""
    found = db.session.scalar(select(Quiz).where(Quiz.lesson_id == lesson_id).options(joinedload(Quiz.lesson)))
    if found is None:
        raise Missing
    return found


def slots_of(quiz_id: int) -> Sequence[Slot]:
    """Return the slots of a quiz by form and position, each with what it names."""
    return db.session.scalars(
        select(Slot).where(Slot.quiz_id == quiz_id).order_by(Slot.form, Slot.position, Slot.id)
        .options(joinedload(Slot.entry), joinedload(Slot.category), joinedload(Slot.fixed))
    ).all()  # fmt: skip


def overrides_of(quiz_id: int) -> Sequence[QuizOverride]:
    """Return the other terms of a quiz, each with its training, group or person."""
    return db.session.scalars(
        select(QuizOverride).where(QuizOverride.quiz_id == quiz_id).order_by(QuizOverride.id)
        .options(joinedload(QuizOverride.training), joinedload(QuizOverride.group).joinedload(TrainingGroup.training),
                 joinedload(QuizOverride.participation).joinedload(Participation.training))
    ).all()  # fmt: skip


def trainings_with(quiz: Quiz, principal: Principal) -> Sequence[Training]:
    """Return the open trainings that hold a quiz's module, as far as a principal sees them; the newest first."""
    return db.session.scalars(
        trainings_within(principal).join(TrainingModule, TrainingModule.training_id == Training.id)
        .where(TrainingModule.module_id == quiz.lesson.module_id).order_by(Training.id.desc()).limit(200)
    ).all()  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
