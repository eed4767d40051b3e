"""Bringing a module's folder into the catalogue: the draft becomes what the folder says; twice is once."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from lms.catalogue import queries
from lms.catalogue.actions.publishing import publish, would_change
from lms.catalogue.models import Lesson, LessonFile, Module, Objective, PageText, Section
from lms.catalogue.rules import archive, folder, get_kind, parts
from lms.catalogue.rules.folder import LessonText, ModuleFolder
from lms.catalogue.rules.media import Media
from lms.core import files, trail
from lms.core.db import db, transaction
from lms.core.names import folded
from lms.core.principals import Principal


@transaction()
def import_module(
    content: archive.Files, *, by: Principal, now: datetime, programme_id: int | None = None, note: str = "",
    is_published: bool = True,
) -> Module:  # fmt: skip
    """Make a module's draft what its files say (see `rules.folder`), and publish it where that changes something.

    A module of the same slug is changed, its lessons kept by their slugs. A broken file refuses all of it.
    """
    said = folder.read(content, tuple(parts()))
    module = _module(said, programme_id=programme_id, by=by, now=now)
    _write_objectives(module, said)
    _write_media(module, said.media, said.captions)
    lessons = _write_lessons(module, said, by=by, now=now)
    for part, what in said.parts:
        part.write(module, what, lessons, by=by, now=now)
    db.session.flush()
    trail.record("module.imported", by=by.id, subject="module", subject_uid=module.uid, slug=module.slug)
    if is_published and would_change(module):
        publish(module.uid, note=note, by=by, now=now)
    return module


def import_zip(data: bytes, *, by: Principal, now: datetime, is_published: bool = False) -> Module:
    """Import a module from the bytes of a zip."""
    return import_module(archive.read_zip(data), by=by, now=now, is_published=is_published)


def _module(said: ModuleFolder, *, programme_id: int | None, by: Principal, now: datetime) -> Module:
    module = db.session.scalar(select(Module).where(Module.slug == said.slug).with_for_update())
    if module is None:
        module = Module(slug=said.slug, programme_id=programme_id, created_at=now, position=queries.next_position())
        db.session.add(module)
    else:
        queries.get_module_within(by, module.uid)
    module.title, module.sort_name, module.kind = said.title, folded(said.title), said.kind
    module.summary, module.language, module.minutes = said.summary, said.language, said.minutes
    module.licence, module.is_public = said.licence, said.is_public
    db.session.flush()
    return module


def _write_objectives(module: Module, said: ModuleFolder) -> None:
    known = {one.key: one for one in db.session.scalars(select(Objective).where(Objective.module_id == module.id))}
    for position, (key, text) in enumerate(said.objectives):
        row = known.pop(key, None)
        if row is None:
            row = Objective(module_id=module.id, key=key)
            db.session.add(row)
        row.text, row.position = text, position
    for row in known.values():
        db.session.delete(row)


def _write_media(module: Module, media: tuple[Media, ...], captions: Mapping[str, str]) -> None:
    known = {row.name: row for row in queries.module_files(module.id)}
    for one in media:
        put_file(module.id, one, caption=captions.get(one.name, ""), known=known.pop(one.name, None))
    for row in known.values():
        db.session.delete(row)
    db.session.flush()


def put_file(module_id: int, one: Media, *, caption: str = "", known: LessonFile | None = None) -> LessonFile:
    """Store a file of a module under its name; the same bytes again change nothing."""
    if known is None:
        stored = files.store(one.data, name=one.name, media_type=one.media_type)
        db.session.flush()
        known = LessonFile(module_id=module_id, name=one.name, file=stored, caption=caption)
        db.session.add(known)
        return known
    known.caption = caption or known.caption
    if known.file.sha256 != files.digest(one.data):
        stored = files.store(one.data, name=one.name, media_type=one.media_type)
        db.session.flush()
        known.file = stored
    return known


def _write_lessons(module: Module, said: ModuleFolder, *, by: Principal, now: datetime) -> dict[str, Lesson]:
    sections = list(db.session.scalars(
        select(Section).where(Section.module_id == module.id).order_by(Section.position, Section.id)
    ))  # fmt: skip
    known = {row.slug: row for row in db.session.scalars(select(Lesson).where(Lesson.module_id == module.id))}
    found: dict[str, Lesson] = {}
    for index, (title, lessons) in enumerate(said.sections):
        section = _section(module, sections[index] if index < len(sections) else None, title, index)
        for position, text in enumerate(lessons):
            found[text.slug] = _lesson(module, section, known.get(text.slug), text, position, by=by, now=now)
    for extra in sections[len(said.sections) :]:
        extra.archived_at = extra.archived_at or now
    for gone in known.keys() - found.keys():
        known[gone].archived_at = known[gone].archived_at or now
    _write_texts(module, said, found, by=by, now=now)
    return found


def _section(module: Module, section: Section | None, title: str, position: int) -> Section:
    if section is None:
        section = Section(module_id=module.id)
        db.session.add(section)
    section.title, section.position, section.archived_at = title, position, None
    db.session.flush()
    return section


def _lesson(
    module: Module, section: Section, lesson: Lesson | None, text: LessonText, position: int, *, by: Principal,
    now: datetime,
) -> Lesson:  # fmt: skip
    is_new = lesson is None
    if lesson is None:
        lesson = Lesson(module_id=module.id, slug=text.slug)
        db.session.add(lesson)
    lesson.section_id, lesson.kind, lesson.title, lesson.position = section.id, text.kind, text.title, position
    lesson.minutes, lesson.is_required = text.minutes, text.is_required
    lesson.objectives, lesson.archived_at = list(text.objectives), None
    db.session.flush()
    if is_new:
        get_kind(text.kind).make(lesson, by=by, now=now)
        db.session.flush()
    return lesson


def _write_texts(
    module: Module, said: ModuleFolder, lessons: Mapping[str, Lesson], *, by: Principal, now: datetime
) -> None:
    rows = db.session.scalars(select(PageText).where(PageText.lesson_id.in_([one.id for one in lessons.values()])))
    texts = {row.lesson_id: row for row in rows}
    files_by_name = {row.name: row for row in queries.module_files(module.id)}
    for text in (text for _title, section in said.sections for text in section):
        row = texts.get(lessons[text.slug].id)
        if row is not None and row.body != text.body:
            row.body, row.version, row.saved_by, row.saved_at = text.body, row.version + 1, by.id, now
        for name in text.files:
            files_by_name[name].lesson_id = lessons[text.slug].id
