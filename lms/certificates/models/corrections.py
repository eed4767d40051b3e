"""Requests to correct a certificate: "Ada kesalahan?"."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.certificates.models.certificates import Certificate
from lms.core.db import Model, choice, moment, pk, uid
from lms.core.files import StoredFile


class Field(StrEnum):
    """What is wrong on a certificate."""

    NAME = "name"
    POSITION = "position"
    OFFICE = "office"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a request."""

    OPEN = "open"
    REPLACED = "replaced"
    DECLINED = "declined"


class CorrectionRequest(Model):
    """Somebody says what is wrong on a certificate and how it is right; at most one is open for a certificate."""

    __table_args__ = (
        CheckConstraint("outcome = 'open' OR answered_at IS NOT NULL", name="answered"),
        Index(
            "uq_correction_request_open", "certificate_id", unique=True,
            sqlite_where=text("outcome = 'open'"), postgresql_where=text("outcome = 'open'"),
        ),
    )  # fmt: skip
    id: Mapped[pk]
    uid: Mapped[uid]
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), index=True)
    field: Mapped[Field] = mapped_column(choice(Field))
    right: Mapped[str] = mapped_column(String(240))
    note: Mapped[str] = mapped_column(String(500), default="")
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    asked_at: Mapped[moment] = mapped_column(index=True)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome), default=Outcome.OPEN, index=True)
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    answered_at: Mapped[moment | None]
    certificate: Mapped[Certificate] = relationship()
    proof: Mapped[StoredFile | None] = relationship()
