"""Series with their counters, and who signs."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.places.models import Office, Programme


class Kind(StrEnum):
    """What kind of paper a number is for."""

    CERTIFICATE = "certificate"
    STATEMENT = "statement"  # Surat Keterangan, between closing and signing
    TRANSCRIPT = "transcript"  # lesson hours of a year


class Series(Model):
    """A sequence of numbers of an office; `capacities` empty serves everyone, no `valid_months` means for ever."""

    __table_args__ = (
        UniqueConstraint("office_id", "name"),
        CheckConstraint("valid_months IS NULL OR valid_months > 0", name="valid_months"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[Kind] = mapped_column(choice(Kind), default=Kind.CERTIFICATE)
    capacities: Mapped[list[str]] = mapped_column(Json, default=list)
    pattern: Mapped[str] = mapped_column(String(160))
    unit: Mapped[str] = mapped_column(String(40), default="")
    classification: Mapped[str] = mapped_column(String(40), default="")
    zone: Mapped[str] = mapped_column(String(60), default="Asia/Jakarta")
    valid_months: Mapped[int | None]
    made_at: Mapped[moment]
    closed_at: Mapped[moment | None]
    closed_reason: Mapped[str] = mapped_column(String(300), default="")
    office: Mapped[Office] = relationship()
    programme: Mapped[Programme | None] = relationship()


class SeriesCounter(Model):
    """The next number of a series in a year of its zone; taken under the lock of the series."""

    __table_args__ = (UniqueConstraint("series_id", "year"), CheckConstraint("next_serial > 0", name="serial"))
    id: Mapped[pk]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    year: Mapped[int]
    next_serial: Mapped[int] = mapped_column(default=1)


class InStead(StrEnum):
    """For whom somebody signs."""

    SELF = ""
    ON_BEHALF = "a.n."
    ACTING = "Plt."
    BY_ORDER = "u.b."


class Signer(Model):
    """Who signs for an office, with the title that is printed, from when to when."""

    __table_args__ = (CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="term"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    nip: Mapped[str] = mapped_column(String(18), default="")
    in_stead: Mapped[InStead] = mapped_column(choice(InStead), default=InStead.SELF)
    in_stead_of: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    made_at: Mapped[moment]
    office: Mapped[Office] = relationship()
