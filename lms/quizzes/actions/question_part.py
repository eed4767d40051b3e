"""The part of a module's folder that is ours: questions.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import tomli_w
from sqlalchemy import delete, select

from lms.catalogue.models import Lesson, Module
from lms.catalogue.rules import PartLesson
from lms.core.db import db
from lms.core.names import folded
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.bank import add_version, write_tags
from lms.quizzes.models import BankCategory, BankEntry, Quiz, Slot
from lms.quizzes.rules import question_file
from lms.quizzes.rules.question_file import QuestionFile, QuizText


@dataclass(frozen=True)
class QuestionPart:
    """Reads and writes questions.toml."""

    file_name: str = question_file.FILE

    def read(self, text: str) -> QuestionFile:
        """Check the file."""
        return question_file.read(text)

    def lessons(self, content: QuestionFile) -> Sequence[PartLesson]:
        """Return the lessons of its quizzes."""
        return [
            PartLesson(slug=one.slug, title=one.title, kind="quiz", minutes=one.minutes,
                       is_required=one.is_required, is_first=one.is_first)
            for one in content.quizzes
        ]  # fmt: skip

    def write(
        self, module: Module, content: QuestionFile, lessons: Mapping[str, Lesson], *, by: Principal, now: datetime
    ) -> None:
        """Make the module's drawer of the bank and its quizzes what the file says."""
        category = get_or_make_category(module, now=now)
        entries = _write_entries(category, content, by=by, now=now)
        for one in content.quizzes:
            _write_quiz(one, lessons[one.slug], entries)

    def export(self, module: Module) -> str | None:
        """Return the module's questions and quizzes as TOML, or None where it has neither."""
        content = queries.module_questions(module.id)
        if not content.questions and not content.quizzes:
            return None
        return tomli_w.dumps(question_file.write(content), multiline_strings=True)


def get_or_make_category(module: Module, *, now: datetime) -> BankCategory:
    """Return the module's drawer of the bank, made where it has none."""
    found = db.session.scalar(
        select(BankCategory).where(BankCategory.module_id == module.id).order_by(BankCategory.id).limit(1)
    )
    if found is None:
        found = BankCategory(module_id=module.id, programme_id=module.programme_id, created_at=now)
        db.session.add(found)
    found.name, found.sort_name = module.title, folded(module.title)
    db.session.flush()
    return found


def _write_entries(
    category: BankCategory, content: QuestionFile, *, by: Principal, now: datetime
) -> dict[str, BankEntry]:
    known = {row.key: row for row in db.session.scalars(select(BankEntry).where(BankEntry.category_id == category.id))}
    for one in content.questions:
        if one.key not in known:
            known[one.key] = BankEntry(category_id=category.id, key=one.key, created_at=now)
            db.session.add(known[one.key])
    db.session.flush()
    latest = queries.latest_versions([row.id for row in known.values()])
    media = queries.picture_addresses(category)
    for one in content.questions:
        entry = known[one.key]
        entry.archived_at = None
        add_version(entry, one, latest.get(entry.id), by=by, now=now, media=media)
        write_tags(entry, one.tags)
    for gone in known.keys() - {one.key for one in content.questions}:
        known[gone].archived_at = known[gone].archived_at or now
    db.session.flush()
    return known


def _write_quiz(one: QuizText, lesson: Lesson, entries: Mapping[str, BankEntry]) -> None:
    quiz = db.session.scalar(select(Quiz).where(Quiz.lesson_id == lesson.id))
    if quiz is None:
        quiz = Quiz(lesson_id=lesson.id)
        db.session.add(quiz)
    before = {name: getattr(quiz, name) for name in one.facts}
    for name, value in one.facts.items():
        setattr(quiz, name, value)
    db.session.flush()
    is_changed = before != dict(one.facts)
    wanted = [
        (form, position, entries[key].id)
        for form in dict.fromkeys(form for form, _key in one.questions)
        for position, key in enumerate((key for other, key in one.questions if other == form), 1)
    ]
    rows = db.session.scalars(select(Slot).where(Slot.quiz_id == quiz.id).order_by(Slot.form, Slot.position)).all()
    if [(row.form, row.position, row.entry_id) for row in rows] != wanted:
        is_changed = True
        db.session.execute(delete(Slot).where(Slot.quiz_id == quiz.id))
        db.session.add_all(Slot(quiz_id=quiz.id, form=f, position=p, entry_id=e) for f, p, e in wanted)
    if is_changed:
        quiz.version = (quiz.version or 0) + 1


QUESTIONS = QuestionPart()
