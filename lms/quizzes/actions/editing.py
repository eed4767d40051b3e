"""Editing the bank and quizzes on screen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from lms.catalogue import queries as catalogue
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.bank import add_version, write_tags
from lms.quizzes.actions.drawers import free_key, put_entry, require_category
from lms.quizzes.models import BankEntry, QuestionState, Quiz, Slot
from lms.quizzes.rules.question_file import QuestionText

MOST_POINTS = 1000


@transaction()
def make_question(
    category_uid: UUID, said: QuestionText, *, state: QuestionState, by: Principal, now: datetime
) -> BankEntry:
    """Put a new question into a drawer of the bank."""
    category = require_category(by, category_uid)
    entry = put_entry(category, said, free_key(category.id), {}, state=state, by=by, now=now)
    trail.record("question.made", by=by.id, subject="bank_entry", subject_uid=entry.uid)
    return entry


@transaction()
def change_question(
    entry_uid: UUID, said: QuestionText, *, state: QuestionState, by: Principal, now: datetime
) -> BankEntry:
    """Edit a question: a new version; attempts keep theirs."""
    entry = queries.get_entry_within(by, entry_uid)
    media = queries.picture_addresses(entry.category)
    version = add_version(entry, said, queries.latest_versions([entry.id]).get(entry.id), by=by, now=now, media=media,
                          state=state)  # fmt: skip
    write_tags(entry, said.tags)
    db.session.flush()
    trail.record("question.changed", by=by.id, subject="bank_entry", subject_uid=entry.uid, number=version.number)
    return entry


@transaction()
def archive_question(entry_uid: UUID, *, by: Principal, now: datetime, is_back: bool = False) -> BankEntry:
    """Put a question away, or take it back; quizzes that name it ask it still."""
    entry = queries.get_entry_within(by, entry_uid)
    entry.archived_at = None if is_back else now
    trail.record("question.restored" if is_back else "question.archived", by=by.id, subject="bank_entry",
                 subject_uid=entry.uid)  # fmt: skip
    return entry


@transaction()
def change_quiz(lesson_uid: UUID, *, title: str, minutes: int, by: Principal, **facts: Any) -> Quiz:
    """Change how a quiz is taken; attempts that are open keep their deadline."""
    quiz = _quiz(lesson_uid, by)
    if facts.get("opens_at") and facts.get("closes_at") and facts["closes_at"] <= facts["opens_at"]:
        words = _("The end must come after the beginning.")
        raise Refused(words, fields={"closes_at": words})
    quiz.lesson.title, quiz.lesson.minutes = title, minutes
    for name, value in facts.items():
        setattr(quiz, name, value)
    quiz.version += 1
    trail.record("quiz.changed", by=by.id, subject="lesson", subject_uid=lesson_uid)
    return quiz


@transaction()
def add_slots(lesson_uid: UUID, *, form: str, entry_uids: Sequence[UUID], by: Principal) -> Quiz:
    """Add questions at the end of a form."""
    quiz = _quiz(lesson_uid, by)
    place = _last(quiz, form)
    for number, uid in enumerate(entry_uids, 1):
        entry = queries.get_entry_within(by, uid)
        db.session.add(Slot(quiz_id=quiz.id, form=form, position=place + number, entry_id=entry.id))
    return _noted(quiz, by)


@transaction()
def add_draw(
    lesson_uid: UUID, *, form: str, category_uid: UUID, tags: Sequence[str], draws: int, by: Principal
) -> Quiz:
    """Add a draw from a drawer, by tags; refuse one that the drawer cannot fill."""
    quiz = _quiz(lesson_uid, by)
    category = next((one for one in queries.categories_within(by) if one.uid == category_uid), None)
    if category is None:
        raise Missing
    there = len(queries.drawable(category.id, tags))
    if there < draws:
        raise Refused(_("Only %(n)s questions there are ready for this draw.", n=there))
    place = _last(quiz, form) + 1
    db.session.add(
        Slot(quiz_id=quiz.id, form=form, position=place, category_id=category.id, tags=list(tags), draws=draws)
    )
    return _noted(quiz, by)


@transaction()
def change_slot(lesson_uid: UUID, slot_uid: UUID, *, act: str, by: Principal) -> Quiz:
    """Move a slot up or down within its form, or remove it."""
    quiz = _quiz(lesson_uid, by)
    slots = queries.slots_of(quiz.id)
    slot = next((one for one in slots if one.uid == slot_uid), None)
    if slot is None:
        raise Missing
    own = [one for one in slots if one.form == slot.form]
    place = own.index(slot)
    own.remove(slot)
    if act == "remove":
        db.session.delete(slot)
    else:
        own.insert(max(0, place + (-1 if act == "up" else 1)), slot)
    for position, one in enumerate(own, 1):
        one.position = position
    return _noted(quiz, by)


@transaction()
def set_slot(lesson_uid: UUID, slot_uid: UUID, *, points: int, version: int | None, by: Principal) -> Quiz:
    """Say what a slot is worth, and whether it asks one version whatever comes after it; None: the newest ready one."""
    quiz = _quiz(lesson_uid, by)
    slot = next((one for one in queries.slots_of(quiz.id) if one.uid == slot_uid), None)
    if slot is None:
        raise Missing
    if not 0 <= points <= MOST_POINTS:
        raise Refused(_("Points are a whole number from 0 to %(most)s.", most=MOST_POINTS))
    pinned = None
    if version is not None:
        known = queries.versions_of(slot.entry_id) if slot.entry_id else ()
        pinned = next((one for one in known if one.number == version and one.state != QuestionState.DRAFT), None)
        if pinned is None:
            raise Refused(_("This question has no such version that is ready."))
    slot.points, slot.version_id = points, pinned.id if pinned else None
    return _noted(quiz, by)


def _quiz(lesson_uid: UUID, by: Principal) -> Quiz:
    return queries.get_quiz(catalogue.get_lesson_within(by, lesson_uid).id)


def _last(quiz: Quiz, form: str) -> int:
    return db.session.scalar(select(func.max(Slot.position)).where(Slot.quiz_id == quiz.id, Slot.form == form)) or 0


def _noted(quiz: Quiz, by: Principal) -> Quiz:
    quiz.version += 1
    trail.record("quiz.questions_changed", by=by.id, subject="lesson", subject_uid=quiz.lesson.uid)
    db.session.flush()
    return quiz
