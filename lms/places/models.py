"""Tables of places."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Code, Json, Model, choice, moment, pk, uid, words
from lms.core.files import StoredFile


class Site(Model):
    """How this installation presents itself: one row."""

    id: Mapped[pk]
    name: Mapped[str] = mapped_column(String(120))
    tagline: Mapped[words]
    owner: Mapped[str] = mapped_column(String(200), default="")
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    zone: Mapped[str] = mapped_column(String(60))
    jp_minutes: Mapped[int] = mapped_column(default=45)
    contact_name: Mapped[str] = mapped_column(String(120), default="")
    contact_phone: Mapped[str] = mapped_column(String(24), default="")
    logo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    logo: Mapped[StoredFile | None] = relationship()

    @property
    def wa_url(self) -> str:
        """Where to write to the person to call, on WhatsApp; empty without a phone."""
        digits = "".join(letter for letter in self.contact_phone if letter.isdecimal())
        return f"https://wa.me/{digits}" if digits else ""

    @property
    def logo_url(self) -> str:
        """Where the logo is; empty without one."""
        return f"/logo/{self.logo.uid}" if self.logo else ""


class RegionTree(Model):
    """A division of a country into regions; `levels` are the labels of its levels, from the widest."""

    id: Mapped[pk]
    uid: Mapped[uid]
    key: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[words]
    levels: Mapped[list[dict[str, str]]] = mapped_column(Json, default=list)
    source: Mapped[str] = mapped_column(String(300), default="")


class Region(Model):
    """A region for as long as its code held."""

    __table_args__ = (
        UniqueConstraint("tree_id", "code"),
        CheckConstraint("valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from", name="period"),
        Index("ix_region_parent_sort", "parent_id", "sort_name"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    tree_id: Mapped[int] = mapped_column(ForeignKey("region_tree.id"))
    code: Mapped[str] = mapped_column(Code)
    reach_code: Mapped[str] = mapped_column(Code, index=True)
    level: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    parent: Mapped["Region | None"] = relationship(remote_side="Region.id")
    tree: Mapped[RegionTree] = relationship()


class RegionSuccession(Model):
    """A region went over into another (a split has several rows, a renumbering one)."""

    __table_args__ = (UniqueConstraint("old_id", "new_id"),)
    id: Mapped[pk]
    old_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")
    note: Mapped[str] = mapped_column(String(300), default="")


class Programme(Model):
    """A programme that trains: its words, zone and tree of regions."""

    id: Mapped[pk]
    uid: Mapped[uid]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[words]
    abbreviation: Mapped[str] = mapped_column(String(30), default="")
    description: Mapped[words]
    owner: Mapped[str] = mapped_column(String(200), default="")
    tree_id: Mapped[int] = mapped_column(ForeignKey("region_tree.id"))
    zone: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(5), default="id")
    is_public: Mapped[bool] = mapped_column(default=True)
    tree: Mapped[RegionTree] = relationship()


class Phase(Model):
    """A phase of a programme."""

    __tablename__ = "programme_phase"
    id: Mapped[pk]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[words]
    starts: Mapped[date]
    ends: Mapped[date | None]


class OfficeKind(Model):
    """A kind of office, as an adopter calls it; libraries are told apart because monitoring counts them."""

    id: Mapped[pk]
    key: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[words]
    is_library: Mapped[bool] = mapped_column(default=False)
    level: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    retired_on: Mapped[date | None]


class Office(Model):
    """An organisation with people: an agency, a library office, a village library."""

    id: Mapped[pk]
    uid: Mapped[uid]
    kind_id: Mapped[int] = mapped_column(ForeignKey("office_kind.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(24), default="")
    letterhead: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None]
    kind: Mapped[OfficeKind] = relationship()
    region: Mapped[Region] = relationship()


class PartnerStatus(StrEnum):
    """How a library takes part in a programme."""

    FULL_SUPPORT = "full_support"
    QUALITY_BOOKS = "quality_books"
    SELF_REPLICATION = "self_replication"


class Funding(StrEnum):
    """Whose money pays."""

    APBN = "apbn"
    APBD = "apbd"
    DANA_DESA = "dana_desa"
    CSR = "csr"
    OTHER = "other"


class Partnership(Model):
    """An office's part in a programme since a year."""

    __table_args__ = (UniqueConstraint("programme_id", "office_id", "year"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    year: Mapped[int]
    status: Mapped[PartnerStatus] = mapped_column(choice(PartnerStatus))
    funding: Mapped[Funding] = mapped_column(choice(Funding))
    office: Mapped[Office] = relationship()


class OnlineSince(Model):
    """An office is online since a day, with evidence: an appended, dated fact."""

    id: Mapped[pk]
    uid: Mapped[uid]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    since: Mapped[date]
    address: Mapped[str] = mapped_column(String(300), default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    is_online: Mapped[bool] = mapped_column(default=True)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    recorded_at: Mapped[moment]
    office: Mapped[Office] = relationship()
