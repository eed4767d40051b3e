"""Designs of papers and their versions."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, moment, pk, uid
from lms.core.files import StoredFile
from lms.places.models import Office


class Design(Model):
    """A folder of certificates/designs with an office's own texts, colours and logo."""

    id: Mapped[pk]
    uid: Mapped[uid]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    folder: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[moment]
    archived_at: Mapped[moment | None]
    office: Mapped[Office] = relationship()


class DesignVersion(Model):
    """What a design was at a time: its files as text, its settings, and the hash of both. Never changed."""

    __table_args__ = (UniqueConstraint("design_id", "number"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"), index=True)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    files: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    emblem_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    design: Mapped[Design] = relationship()
    logo: Mapped[StoredFile | None] = relationship(foreign_keys=logo_id)
    emblem: Mapped[StoredFile | None] = relationship(foreign_keys=emblem_id)
