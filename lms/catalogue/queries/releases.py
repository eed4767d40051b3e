"""Reads of what was published."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from lms.catalogue import permissions
from lms.catalogue.models import Lesson, LessonFile, Module, Objective, Release, ReleaseFile, ReleaseLesson
from lms.catalogue.rules import Face
from lms.core import registry
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.files import StoredFile
from lms.core.names import folded
from lms.core.principals import Principal


def release_lessons(release_id: int) -> Sequence[ReleaseLesson]:
    """Return the lessons of a release in order, each with its `lesson` (for the uid), without texts."""
    return db.session.scalars(
        select(ReleaseLesson).where(ReleaseLesson.release_id == release_id)
        .options(joinedload(ReleaseLesson.lesson), defer(ReleaseLesson.body), defer(ReleaseLesson.html))
        .order_by(ReleaseLesson.position)
    ).all()  # fmt: skip


def get_release_lesson(release_id: int, lesson_uid: UUID) -> ReleaseLesson:
    """Return one lesson of a release with its HTML, its lesson, release and module; Missing when it is not there."""
    found: ReleaseLesson | None = db.session.scalar(_lesson(), {"release_id": release_id, "lesson_uid": lesson_uid})
    if found is None:
        raise Missing
    return found


@cache
def _lesson() -> Select[Any]:
    """Return the select of one lesson, built once: learners open lessons all day."""
    return (
        select(ReleaseLesson).join(ReleaseLesson.lesson)
        .where(ReleaseLesson.release_id == bindparam("release_id"), Lesson.uid == bindparam("lesson_uid"))
        .options(contains_eager(ReleaseLesson.lesson), defer(ReleaseLesson.body),
                 joinedload(ReleaseLesson.release).joinedload(Release.module))
    )  # fmt: skip


def find_release(module_id: int) -> Release | None:
    """Return the newest release of a module, or None."""
    return db.session.scalar(
        select(Release).where(Release.module_id == module_id).order_by(Release.number.desc()).limit(1)
    )


def get_release(module_id: int, number: int) -> Release:
    """Return a module's release by its number."""
    found = db.session.scalar(select(Release).where(Release.module_id == module_id, Release.number == number))
    if found is None:
        raise Missing
    return found


def releases_of(module_id: int) -> Sequence[Release]:
    """Return the releases of a module, the newest first."""
    return db.session.scalars(
        select(Release).where(Release.module_id == module_id).order_by(Release.number.desc())
    ).all()


def release_faces(release_id: int) -> list[Face]:
    """Return the lessons of a release as they are compared."""
    rows = db.session.scalars(
        select(ReleaseLesson).where(ReleaseLesson.release_id == release_id).options(defer(ReleaseLesson.html))
        .order_by(ReleaseLesson.position)
    )  # fmt: skip
    return [
        Face(lesson_id=row.lesson_id, section=row.section_title, title=row.title, kind=row.kind, body=row.body,
             minutes=row.minutes, is_required=row.is_required, facts=row.frozen)
        for row in rows
    ]  # fmt: skip


def public_modules(*, text: str = "", slug: str | None = None) -> Select[Any]:
    """Return a select of (Module, Release, number of lessons) for released modules that anyone may see."""
    newest = _newest()
    lessons = (
        select(func.count()).select_from(ReleaseLesson).where(ReleaseLesson.release_id == Release.id).scalar_subquery()
    )
    found = (
        select(Module, Release, lessons.label("lessons"))
        .join(newest, newest.c.module_id == Module.id)
        .join(Release, (Release.module_id == Module.id) & (Release.number == newest.c.number))
        .where(Module.is_public, Module.archived_at.is_(None))
        .order_by(Module.position, Module.sort_name)
    )
    if slug is not None:
        found = found.where(Module.slug == slug)
    return found.where(Module.sort_name.contains(folded(text), autoescape=True)) if text else found


def find_file(uid: UUID) -> StoredFile | None:
    """Return a stored file of the catalogue by its uid, or None."""
    return db.session.scalar(select(StoredFile).where(StoredFile.uid == uid))


def may_read_file(principal: Principal | None, file: StoredFile) -> bool:
    """Tell whether somebody may see a file: of a public released module anyone, else who writes or learns it."""
    modules = _modules_of(file)
    if any(row.is_public and row.is_released and row.archived_at is None for row in modules):
        return True
    if principal is None or not modules:
        return False
    if permissions.may_see_drafts(principal):
        return True
    readers = registry.entries("module_readers") or ()
    return any(may_read(principal, row.id) for row in modules for may_read in readers)


def is_public_file(file: StoredFile) -> bool:
    """Tell whether anyone may see a file, so that shared caches may keep it."""
    return any(row.is_public and row.is_released and row.archived_at is None for row in _modules_of(file))


def objectives(module_id: int) -> Sequence[Objective]:
    """Return what a participant can do after a module, in order."""
    return db.session.scalars(
        select(Objective).where(Objective.module_id == module_id).order_by(Objective.position, Objective.id)
    ).all()


def _modules_of(file: StoredFile) -> Sequence[Any]:
    """Return the modules of a file, each with whether a release of it shows the file."""
    released = select(Release.module_id).join(ReleaseFile, ReleaseFile.release_id == Release.id)
    released = released.where(ReleaseFile.file_id == file.id)
    drafted = select(LessonFile.module_id).where(LessonFile.file_id == file.id)
    return db.session.execute(
        select(Module.id, Module.is_public, Module.archived_at, Module.id.in_(released).label("is_released"))
        .where(Module.id.in_(released.union(drafted)))
    ).all()  # fmt: skip


def _newest() -> Any:
    return select(Release.module_id, func.max(Release.number).label("number")).group_by(Release.module_id).subquery()
