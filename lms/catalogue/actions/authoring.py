"""Writing a module's draft: its facts, sections, lessons and files."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from lms.catalogue import queries, rules
from lms.catalogue.actions.importing import put_file
from lms.catalogue.models import Lesson, LessonFile, Module, Objective, PageText, Section
from lms.catalogue.rules import media
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Conflict, Missing, Refused
from lms.core.names import folded
from lms.core.principals import Principal


class _Placed(Protocol):
    """A row that stands somewhere in a list."""

    id: Any
    position: Any


@transaction()
def make_module(
    *, title: str, summary: str = "", language: str = "id", minutes: int = 0, licence: str = "",
    is_public: bool = True, by: Principal, now: datetime,
) -> Module:  # fmt: skip
    """Begin a module, with a first section."""
    module = Module(
        slug=_free_slug(title), title=title, sort_name=folded(title), summary=summary, language=language,
        minutes=minutes, licence=licence, is_public=is_public, created_at=now, position=queries.next_position(),
    )  # fmt: skip
    db.session.add(module)
    db.session.flush()
    db.session.add(Section(module_id=module.id, title=_("Section 1"), position=0))
    trail.record("module.made", by=by.id, subject="module", subject_uid=module.uid)
    return module


@transaction()
def change_module(module_uid: UUID, *, objectives: Sequence[str] | None = None, by: Principal, **facts: Any) -> Module:
    """Change what a module says of itself; `objectives` are its texts in order."""
    module = queries.get_module_within(by, module_uid)
    for name in ("title", "summary", "language", "minutes", "licence", "is_public", "position"):
        if name in facts:
            setattr(module, name, facts[name])
    module.sort_name = folded(module.title)
    if objectives is not None:
        _write_objectives(module, objectives)
    trail.record("module.changed", by=by.id, subject="module", subject_uid=module.uid)
    return module


@transaction()
def archive_module(module_uid: UUID, *, by: Principal, now: datetime, is_back: bool = False) -> Module:
    """Put a module away, or take it back; its releases stay for the trainings that pinned them."""
    module = queries.get_module_within(by, module_uid)
    module.archived_at = None if is_back else module.archived_at or now
    trail.record(
        "module.restored" if is_back else "module.archived", by=by.id, subject="module", subject_uid=module.uid
    )
    return module


@transaction()
def add_section(module_uid: UUID, *, title: str, by: Principal) -> Section:
    """Add a section at the end."""
    module = queries.get_module_within(by, module_uid)
    section = Section(module_id=module.id, title=title, position=len(queries.sections(module.id)))
    db.session.add(section)
    db.session.flush()
    return section


@transaction()
def rename_section(section_uid: UUID, *, title: str, by: Principal) -> Section:
    """Give a section another title."""
    section = queries.get_section_within(by, section_uid)
    section.title = title
    return section


@transaction()
def move_section(section_uid: UUID, *, by_places: int, by: Principal) -> Section:
    """Move a section up (−1) or down (1)."""
    section = queries.get_section_within(by, section_uid)
    _move(queries.sections(section.module_id), section, by_places)
    return section


@transaction()
def archive_section(section_uid: UUID, *, by: Principal, now: datetime) -> Section:
    """Put an empty section away."""
    section = queries.get_section_within(by, section_uid)
    if any(lesson.section_id == section.id for lesson in queries.draft(section.module_id)):
        raise Refused(_("Move or archive the lessons of this section first."))
    if len(queries.sections(section.module_id)) == 1:
        raise Refused(_("A module needs at least one section."))
    section.archived_at = now
    return section


@transaction()
def add_lesson(section_uid: UUID, *, title: str, kind: str, by: Principal, now: datetime) -> Lesson:
    """Add a lesson at the end of a section."""
    section = queries.get_section_within(by, section_uid)
    wanted = rules.get_kind(kind)
    rows = [one for one in queries.draft(section.module_id) if one.section_id == section.id]
    lesson = Lesson(module_id=section.module_id, section_id=section.id, kind=kind, title=title, position=len(rows),
                    slug=_free_lesson_slug(section.module_id, title))  # fmt: skip
    db.session.add(lesson)
    db.session.flush()
    wanted.make(lesson, by=by, now=now)
    trail.record("lesson.made", by=by.id, subject="lesson", subject_uid=lesson.uid, kind=kind)
    return lesson


@transaction()
def move_lesson(lesson_uid: UUID, *, by_places: int, by: Principal) -> Lesson:
    """Move a lesson up (−1) or down (1): past the end of its section it goes into the neighbouring one."""
    lesson = queries.get_lesson_within(by, lesson_uid)
    rows = [one for one in queries.draft(lesson.module_id) if one.section_id == lesson.section_id]
    if 0 <= rows.index(lesson) + by_places < len(rows):
        _move(rows, lesson, by_places)
        return lesson
    sections = queries.sections(lesson.module_id)
    place = [one.id for one in sections].index(lesson.section_id) + by_places
    if 0 <= place < len(sections):
        others = [one for one in queries.draft(lesson.module_id) if one.section_id == sections[place].id]
        lesson.section_id = sections[place].id
        others.insert(0 if by_places > 0 else len(others), lesson)
        _number(others)
    return lesson


@transaction()
def archive_lesson(lesson_uid: UUID, *, by: Principal, now: datetime, is_back: bool = False) -> Lesson:
    """Put a lesson away, or take it back; releases that have it keep it."""
    lesson = queries.get_lesson_within(by, lesson_uid)
    lesson.archived_at = None if is_back else now
    trail.record(
        "lesson.restored" if is_back else "lesson.archived", by=by.id, subject="lesson", subject_uid=lesson.uid
    )
    return lesson


@transaction()
def save_lesson(
    lesson_uid: UUID, *, version: int, title: str, minutes: int, is_required: bool, body: str, by: Principal,
    now: datetime,
) -> PageText:  # fmt: skip
    """Save a lesson's draft; a save that did not know the newest version is a Conflict and changes nothing."""
    lesson = queries.get_lesson_within(by, lesson_uid)
    text = db.session.scalar(select(PageText).where(PageText.lesson_id == lesson.id).with_for_update())
    if text is None:
        raise Missing
    if text.version != version and text.body != body:
        raise Conflict(_("Somebody else saved this lesson while you were writing. Compare both texts and save again."))
    lesson.title, lesson.minutes, lesson.is_required = title, minutes, is_required
    if text.body != body:
        text.body, text.version, text.saved_by, text.saved_at = body, text.version + 1, by.id, now
    return text


@transaction()
def add_file(
    module_uid: UUID, *, name: str, data: bytes, caption: str = "", lesson_uid: UUID | None = None, by: Principal
) -> LessonFile:
    """Put a file to a module after a look at its content; the same name replaces the file for the next release."""
    module = queries.get_module_within(by, module_uid)
    one = media.checked(name, data)
    known = next((row for row in queries.module_files(module.id) if row.name == one.name), None)
    row = put_file(module.id, one, caption=caption, known=known)
    if lesson_uid is not None:
        row.lesson_id = queries.get_lesson_within(by, lesson_uid).id
    db.session.flush()
    trail.record("module.file_added", by=by.id, subject="module", subject_uid=module.uid, name=one.name)
    return row


@transaction()
def remove_file(module_uid: UUID, file_uid: UUID, *, by: Principal) -> None:
    """Take a file out of a module's draft; releases that show it keep it."""
    module = queries.get_module_within(by, module_uid)
    row = db.session.scalar(select(LessonFile).where(LessonFile.module_id == module.id, LessonFile.uid == file_uid))
    if row is None:
        raise Missing
    db.session.delete(row)
    trail.record("module.file_removed", by=by.id, subject="module", subject_uid=module.uid, name=row.name)


def _write_objectives(module: Module, texts: Sequence[str]) -> None:
    rows = list(db.session.scalars(
        select(Objective).where(Objective.module_id == module.id).order_by(Objective.position, Objective.id)
    ))  # fmt: skip
    kept = [text for text in texts if text]
    if len(kept) < len(rows):
        db.session.execute(delete(Objective).where(Objective.id.in_([row.id for row in rows[len(kept) :]])))
    used = {row.key for row in rows}
    free = (f"o{n}" for n in range(1, 1000) if f"o{n}" not in used)
    for position, text in enumerate(kept):
        if position < len(rows):
            rows[position].text, rows[position].position = text, position
            continue
        db.session.add(Objective(module_id=module.id, key=next(free), text=text, position=position))


def _move(rows: Sequence[_Placed], row: _Placed, by_places: int) -> None:
    order = [one for one in rows if one.id != row.id]
    place = [one.id for one in rows].index(row.id) + by_places
    order.insert(max(0, place), row)
    _number(order)


def _number(rows: Sequence[_Placed]) -> None:
    for position, one in enumerate(rows):
        one.position = position


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")[:70] or "modul"


def _free_slug(title: str) -> str:
    taken = set(db.session.scalars(select(Module.slug).where(Module.slug.startswith(_slug(title), autoescape=True))))
    return _free(_slug(title), taken)


def _free_lesson_slug(module_id: int, title: str) -> str:
    return _free(_slug(title), set(db.session.scalars(select(Lesson.slug).where(Lesson.module_id == module_id))))


def _free(slug: str, taken: set[str]) -> str:
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if one not in taken)
