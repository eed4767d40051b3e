"""Reads of the question bank."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Lesson
from lms.core.db import db
from lms.quizzes.models import BankCategory, BankEntry, EntryTag, QuestionVersion, Quiz, Slot
from lms.quizzes.rules.question_file import QuestionFile, QuestionText, QuizText

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
    options = tuple({k: v for k, v in one.items() if k not in {"html", "feedback_html"}} for one in version.options)
    return QuestionText(
        key=entry.key, type=str(version.type), text=version.text, feedback=version.feedback,
        objective=version.objective, tags=tuple(tags), options=options, settings=dict(version.settings),
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
