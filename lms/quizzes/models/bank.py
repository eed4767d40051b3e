"""The question bank: categories, entries, and their versions."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Module
from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.places.models import Office, Region


class QuestionType(StrEnum):
    """What is asked; each type has a module in rules/types."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUEFALSE = "truefalse"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORTANSWER = "shortanswer"
    NUMERICAL = "numerical"
    CLOZE = "cloze"
    GAPSELECT = "gapselect"
    DRAGWORDS = "dragwords"
    DRAGPICTURE = "dragpicture"
    HOTSPOT = "hotspot"
    ESSAY = "essay"
    FILE = "file"
    DESCRIPTION = "description"


class QuestionState(StrEnum):
    """Whether a version may be asked."""

    DRAFT = "draft"
    READY = "ready"
    HIDDEN = "hidden"


class BankCategory(Model):
    """A drawer of the bank; a module's own questions lie in the module's drawer.

    Who sees it: who may look at the module's drafts; else everybody who may look at the bank, or those of one office
    or of one region with all below it.
    """

    __table_args__ = (
        UniqueConstraint("module_id", "name"),
        CheckConstraint("office_id IS NULL OR region_id IS NULL", name="reach"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("bank_category.id"))
    name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200), index=True)
    created_at: Mapped[moment]
    module: Mapped[Module | None] = relationship()
    office: Mapped[Office | None] = relationship()
    region: Mapped[Region | None] = relationship()


class BankEntry(Model):
    """A question's identity; `key` is its name in a question file."""

    __table_args__ = (UniqueConstraint("category_id", "key"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    category_id: Mapped[int] = mapped_column(ForeignKey("bank_category.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    search_text: Mapped[str] = mapped_column(Text, default="")
    archived_at: Mapped[moment | None]
    created_at: Mapped[moment]
    category: Mapped[BankCategory] = relationship()


class EntryTag(Model):
    """A tag of an entry, such as form:A."""

    __table_args__ = (UniqueConstraint("entry_id", "tag"),)
    id: Mapped[pk]
    entry_id: Mapped[int] = mapped_column(ForeignKey("bank_entry.id"), index=True)
    tag: Mapped[str] = mapped_column(String(60), index=True)


class BankFile(Model):
    """A picture of a drawer's questions; their Markdown names it as media/NAME. Versions keep its address."""

    __table_args__ = (UniqueConstraint("category_id", "name"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    category_id: Mapped[int] = mapped_column(ForeignKey("bank_category.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    width: Mapped[int]
    height: Mapped[int]
    file: Mapped[StoredFile] = relationship()


class QuestionVersion(Model):
    """What is asked, and how it is graded: never changed once it was asked; an edit adds a version.

    `options` and `settings` are the type's own: docs/questions.md. Their texts stand drawn beside them.
    """

    __table_args__ = (UniqueConstraint("entry_id", "number"), CheckConstraint("number > 0", name="number"))
    id: Mapped[pk]
    uid: Mapped[uid]
    entry_id: Mapped[int] = mapped_column(ForeignKey("bank_entry.id"), index=True)
    number: Mapped[int]
    type: Mapped[QuestionType] = mapped_column(String(24), index=True)
    state: Mapped[QuestionState] = mapped_column(choice(QuestionState), default=QuestionState.READY)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    feedback: Mapped[str] = mapped_column(Text, default="")
    feedback_html: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    objective: Mapped[str] = mapped_column(String(20), default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    entry: Mapped[BankEntry] = relationship()
