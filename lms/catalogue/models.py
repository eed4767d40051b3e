"""Tables of the catalogue."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.places.models import Office, Programme


class ModuleKind(StrEnum):
    """A module that teaches, or one that only holds the tests of an event."""

    TEACHING = "teaching"
    TESTS = "tests"


class Module(Model):
    """What is taught, with its draft."""

    id: Mapped[pk]
    uid: Mapped[uid]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[ModuleKind] = mapped_column(choice(ModuleKind), default=ModuleKind.TEACHING)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    title: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(5), default="id")
    minutes: Mapped[int] = mapped_column(default=0)
    licence: Mapped[str] = mapped_column(String(60), default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    archived_at: Mapped[moment | None]
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[moment]
    programme: Mapped[Programme | None] = relationship()
    office: Mapped[Office | None] = relationship()


class Objective(Model):
    """What a participant can do after a module."""

    __table_args__ = (UniqueConstraint("module_id", "key"),)
    id: Mapped[pk]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(String(400))
    position: Mapped[int] = mapped_column(default=0)


class Section(Model):
    """A part of a module."""

    id: Mapped[pk]
    uid: Mapped[uid]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[moment | None]


class Lesson(Model):
    """The smallest step of a module; what it holds is its kind's own table."""

    __table_args__ = (UniqueConstraint("module_id", "slug"), CheckConstraint("minutes >= 0", name="minutes"))
    id: Mapped[pk]
    uid: Mapped[uid]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    is_required: Mapped[bool] = mapped_column(default=True)
    objectives: Mapped[list[str]] = mapped_column(Json, default=list)
    archived_at: Mapped[moment | None]
    module: Mapped[Module] = relationship()
    section: Mapped[Section] = relationship()


class PageText(Model):
    """The draft text of a page lesson, in Markdown; `version` counts its saves, so that editors notice each other."""

    id: Mapped[pk]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), unique=True)
    body: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    saved_at: Mapped[moment]


class LessonFile(Model):
    """A file of a module's lessons: a picture, a document, a video; Markdown names it as media/NAME."""

    __table_args__ = (UniqueConstraint("module_id", "name"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("lesson.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    caption: Mapped[str] = mapped_column(String(300), default="")
    file: Mapped[StoredFile] = relationship()


class Release(Model):
    """A module frozen at publishing; trainings pin one, progress is counted against it."""

    __table_args__ = (UniqueConstraint("module_id", "number"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(500), default="")
    published_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    published_at: Mapped[moment]
    module: Mapped[Module] = relationship()


class ReleaseLesson(Model):
    """A lesson as a release froze it; `html` is drawn once, at publishing."""

    __table_args__ = (UniqueConstraint("release_id", "lesson_id"),)
    id: Mapped[pk]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    section_title: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int] = mapped_column(default=0)
    is_required: Mapped[bool] = mapped_column(default=True)
    body: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    frozen: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    lesson: Mapped[Lesson] = relationship()
    release: Mapped[Release] = relationship()


class ReleaseFile(Model):
    """A stored file that a release shows: kept even when the draft replaces it."""

    __table_args__ = (UniqueConstraint("release_id", "name"),)
    id: Mapped[pk]
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    file: Mapped[StoredFile] = relationship()
