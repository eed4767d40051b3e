"""What an attempt may ask: forms, places with the versions that may stand there, and what was met before."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from lms.catalogue.models import Lesson
from lms.core.db import db, table_of
from lms.quizzes.models import (
    Attempt,
    AttemptItem,
    BankEntry,
    EntryTag,
    Purpose,
    QuestionState,
    QuestionType,
    QuestionVersion,
    Quiz,
    Slot,
)  # fmt: skip
from lms.quizzes.rules import Source


def find_other_form(quiz: Quiz, participation_id: int) -> str | None:
    """Return the form that a person had in the other test (pre or post) of the same module, or None."""
    if quiz.purpose not in (Purpose.PRE, Purpose.POST):
        return None
    other = Purpose.POST if quiz.purpose == Purpose.PRE else Purpose.PRE
    whose = {"participation_id": participation_id, "purpose": other, "module_id": quiz.lesson.module_id}
    return db.session.scalar(_OTHER_FORM, whose)


def forms_of(quiz_id: int) -> list[str]:
    """Return the forms of a quiz in order."""
    return list(db.session.scalars(_FORMS, {"quiz_id": quiz_id}))


def sources(quiz_id: int, form: str) -> list[Source]:
    """Return the places of a form, each with the versions that may stand there: the newest ready ones, or the fixed."""
    slots = db.session.execute(_SLOTS, {"quiz_id": quiz_id, "form": form}).all()
    ready = _ready_versions([slot.entry_id for slot in slots if slot.entry_id])
    found = []
    for slot in slots:
        if slot.version_id:
            versions: tuple[int, ...] = (slot.version_id,)
        elif slot.entry_id:
            versions = (ready[slot.entry_id],) if slot.entry_id in ready else ()
        else:
            versions = drawable(slot.category_id, slot.tags)
        if versions:
            found.append(Source(slot.id, slot.page, slot.points, slot.draws, versions))
    return found


def drawable(category_id: int | None, tags: Sequence[str]) -> tuple[int, ...]:
    """Return the newest ready versions of a category's entries that carry all these tags.

    Hidden ones are not drawn, nor those that ask nothing.
    """
    entries = select(BankEntry.id).where(BankEntry.category_id == category_id, BankEntry.archived_at.is_(None),
                                         BankEntry.id.not_in(_HIDDEN))  # fmt: skip
    for tag in tags:
        entries = entries.where(BankEntry.id.in_(select(EntryTag.entry_id).where(EntryTag.tag == tag)))
    ids = list(db.session.scalars(entries))
    return tuple(row.id for row in db.session.execute(_DRAWABLE, {"entry_ids": ids}))


def count_drawable(slots: Sequence[Slot]) -> dict[int, int]:
    """Return from how many questions each draw of a quiz may take, by the id of its slot. Three queries at most."""
    draws = [slot for slot in slots if slot.category_id and not slot.entry_id]
    if not draws:
        return {}
    entries = db.session.execute(
        select(BankEntry.id, BankEntry.category_id)
        .where(BankEntry.category_id.in_({slot.category_id for slot in draws}), BankEntry.archived_at.is_(None),
               BankEntry.id.not_in(_HIDDEN))
    ).all()  # fmt: skip
    ids = [row.id for row in entries]
    ready = {row.entry_id for row in db.session.execute(_DRAWABLE, {"entry_ids": ids})}
    tags: dict[int, set[str]] = {one: set() for one in ids}
    for row in db.session.execute(select(EntryTag.entry_id, EntryTag.tag).where(EntryTag.entry_id.in_(ids))):
        tags[row.entry_id].add(row.tag)
    return {
        slot.id: sum(row.id in ready and row.category_id == slot.category_id and set(slot.tags) <= tags[row.id]
                     for row in entries)
        for slot in draws
    }  # fmt: skip


def seen_versions(quiz_id: int, participation_id: int) -> list[int]:
    """Return all versions of the questions that a person met in earlier attempts at a quiz."""
    seen = aliased(QuestionVersion)
    return list(db.session.scalars(
        select(QuestionVersion.id).where(QuestionVersion.entry_id.in_(
            select(seen.entry_id).join(AttemptItem, AttemptItem.version_id == seen.id)
            .join(Attempt, Attempt.id == AttemptItem.attempt_id)
            .where(Attempt.quiz_id == quiz_id, Attempt.participation_id == participation_id)
        ))
    ))  # fmt: skip


def _ready_versions(entry_ids: Sequence[int]) -> dict[int, int]:
    """Return the id of the newest ready version of each entry."""
    return {row.entry_id: row.id for row in db.session.execute(_READY, {"entry_ids": list(entry_ids)})}


# Built once: building such a statement costs more than running it.
_attempt, _quiz, _lesson = table_of(Attempt).c, table_of(Quiz).c, table_of(Lesson).c
_OTHER_FORM = (
    select(_attempt.form).join_from(table_of(Attempt), table_of(Quiz), _quiz.id == _attempt.quiz_id)
    .join(table_of(Lesson), _lesson.id == _quiz.lesson_id)
    .where(_attempt.participation_id == bindparam("participation_id"), _quiz.purpose == bindparam("purpose"),
           _lesson.module_id == bindparam("module_id"))
    .order_by(_attempt.id).limit(1)
)  # fmt: skip
_last = aliased(QuestionVersion)
_HIDDEN = select(QuestionVersion.entry_id).where(
    QuestionVersion.state == QuestionState.HIDDEN,
    QuestionVersion.number == select(func.max(_last.number)).where(_last.entry_id == QuestionVersion.entry_id)
    .correlate(QuestionVersion).scalar_subquery(),
)  # fmt: skip
_slot = table_of(Slot).c
_FORMS = select(_slot.form).where(_slot.quiz_id == bindparam("quiz_id")).distinct().order_by(_slot.form)
_SLOTS = (
    select(_slot.id, _slot.page, _slot.points, _slot.draws, _slot.entry_id, _slot.version_id, _slot.category_id,
           _slot.tags)
    .where(_slot.quiz_id == bindparam("quiz_id"), _slot.form == bindparam("form")).order_by(_slot.position)
)  # fmt: skip
_version = table_of(QuestionVersion).c
_NEWEST = (
    select(_version.entry_id, func.max(_version.number).label("number"))
    .where(_version.entry_id.in_(bindparam("entry_ids", expanding=True)), _version.state == QuestionState.READY)
    .group_by(_version.entry_id).subquery()
)  # fmt: skip
_READY = (
    select(_version.entry_id, _version.id)
    .join_from(table_of(QuestionVersion), _NEWEST,
               (_NEWEST.c.entry_id == _version.entry_id) & (_NEWEST.c.number == _version.number))
    .order_by(_version.entry_id)
)  # fmt: skip
_DRAWABLE = _READY.where(_version.type != QuestionType.DESCRIPTION)  # what asks nothing is no question to draw
