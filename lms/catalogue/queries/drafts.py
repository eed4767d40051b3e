"""Reads of what authors work on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.catalogue import permissions
from lms.catalogue.models import Lesson, LessonFile, Module, PageText, Release, Section
from lms.catalogue.rules import file_address
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import folded
from lms.core.principals import Principal

SORTS = {"title": Module.sort_name, "order": Module.position, "new": Module.created_at.desc()}


def modules_within(principal: Principal) -> Select[Any]:
    """Return a select of the modules whose drafts a principal may look at."""
    found = select(Module)
    grants = principal.grants_of(*permissions.READERS)
    if not grants:
        return found.where(Module.id < 0)
    programmes = [grant.programme_id for grant in grants]
    if None in programmes:
        return found
    return found.where(or_(Module.programme_id.is_(None), Module.programme_id.in_(programmes)))


def module_rows(principal: Principal, *, text: str = "", state: str = "", sort: str = "order") -> Select[Any]:
    """Return a select of (Module, lessons, last release number, published_at) for the authors' list."""
    lessons = select(func.count()).where(Lesson.module_id == Module.id, Lesson.archived_at.is_(None)).scalar_subquery()
    number = select(func.max(Release.number)).where(Release.module_id == Module.id).scalar_subquery()
    published = select(func.max(Release.published_at)).where(Release.module_id == Module.id).scalar_subquery()
    found = modules_within(principal).add_columns(
        lessons.label("lessons"), number.label("number"), published.label("published_at")
    )
    found = found.where(Module.archived_at.is_not(None) if state == "archived" else Module.archived_at.is_(None))
    if state == "draft":
        found = found.where(number.is_(None))
    if state == "released":
        found = found.where(number.is_not(None))
    if text:
        found = found.where(Module.sort_name.contains(folded(text), autoescape=True))
    return found.order_by(SORTS.get(sort, Module.position), Module.sort_name, Module.id)


def get_module_within(principal: Principal, uid: UUID) -> Module:
    """Return a module within reach; out of reach looks like missing."""
    found: Module | None = db.session.scalar(modules_within(principal).where(Module.uid == uid))
    if found is None:
        raise Missing
    return found


def get_section_within(principal: Principal, uid: UUID) -> Section:
    """Return a section of a module within reach."""
    reach = modules_within(principal).with_only_columns(Module.id)
    found = db.session.scalar(select(Section).where(Section.uid == uid, Section.module_id.in_(reach)))
    if found is None:
        raise Missing
    return found


def get_lesson_within(principal: Principal, uid: UUID) -> Lesson:
    """Return a lesson of a module within reach, with its module and section."""
    reach = modules_within(principal).with_only_columns(Module.id)
    found = db.session.scalar(
        select(Lesson).where(Lesson.uid == uid, Lesson.module_id.in_(reach))
        .options(joinedload(Lesson.module), joinedload(Lesson.section))
    )  # fmt: skip
    if found is None:
        raise Missing
    return found


def next_position() -> int:
    """Return the place of a new module: after all others."""
    return (db.session.scalar(select(func.max(Module.position))) or 0) + 1


def sections(module_id: int) -> Sequence[Section]:
    """Return the sections of a module's draft in order."""
    return db.session.scalars(
        select(Section).where(Section.module_id == module_id, Section.archived_at.is_(None))
        .order_by(Section.position, Section.id)
    ).all()  # fmt: skip


def text_of(lesson_id: int) -> PageText | None:
    """Return the draft text of a lesson, or None where its kind has none."""
    return db.session.scalar(select(PageText).where(PageText.lesson_id == lesson_id))


def draft(module_id: int) -> Sequence[Lesson]:
    """Return the lessons of a module's draft in the order in which they are learnt, each with its section."""
    return db.session.scalars(
        select(Lesson).join(Lesson.section)
        .where(Lesson.module_id == module_id, Lesson.archived_at.is_(None), Section.archived_at.is_(None))
        .options(contains_eager(Lesson.section))
        .order_by(Section.position, Section.id, Lesson.position, Lesson.id)
    ).all()  # fmt: skip


def module_files(module_id: int) -> Sequence[LessonFile]:
    """Return the files of a module by name, each with its stored file."""
    return db.session.scalars(
        select(LessonFile).where(LessonFile.module_id == module_id).options(joinedload(LessonFile.file))
        .order_by(LessonFile.name)
    ).all()  # fmt: skip


def file_addresses(module_id: int) -> dict[str, str]:
    """Return the address of each file of a module, by the name that its texts use."""
    return {row.name: file_address(row.file.uid) for row in module_files(module_id)}
