"""Reports of community activities."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, choice, moment, pk, uid, words
from lms.core.files import StoredFile
from lms.core.principals import PrincipalRow
from lms.places.models import Funding, Office, Programme, Region


class ActivityKind(Model):
    """A kind of community activity, as a programme calls it."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)
    id: Mapped[pk]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[words]
    position: Mapped[int] = mapped_column(default=0)


class ReportState(StrEnum):
    """Where a report stands; each change is an appended ReportFact."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED_REGENCY = "verified_regency"
    VERIFIED_PROVINCE = "verified_province"
    LOCKED = "locked"


COUNTING = (
    ReportState.SUBMITTED,
    ReportState.VERIFIED_REGENCY,
    ReportState.VERIFIED_PROVINCE,
    ReportState.LOCKED,
)


class ActivityReport(Model):
    """One community activity of a library, in tallies: sexes and age groups each add up to the participants."""

    __table_args__ = (
        CheckConstraint("participants >= 0 AND women >= 0 AND men >= 0", name="tallies"),
        CheckConstraint("women + men = participants", name="sexes"),
        CheckConstraint("under_15 + from_15 + from_25 + from_60 = participants", name="ages"),
        CheckConstraint("disabled BETWEEN 0 AND participants", name="disabled"),
        Index("ix_activity_report_programme_day", "programme_id", "on_day"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    library_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("activity_kind.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200))
    story: Mapped[str] = mapped_column(Text, default="")
    on_day: Mapped[date]
    participants: Mapped[int]
    women: Mapped[int]
    men: Mapped[int]
    under_15: Mapped[int] = mapped_column(default=0)
    from_15: Mapped[int] = mapped_column(default=0)
    from_25: Mapped[int] = mapped_column(default=0)
    from_60: Mapped[int] = mapped_column(default=0)
    disabled: Mapped[int] = mapped_column(default=0)
    funding: Mapped[Funding | None] = mapped_column(choice(Funding))
    evidence: Mapped[str] = mapped_column(String(300), default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.DRAFT, index=True)
    filed_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    filed_for: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[moment]
    library: Mapped[Office] = relationship()
    region: Mapped[Region] = relationship()
    kind: Mapped[ActivityKind] = relationship()
    programme: Mapped[Programme] = relationship()
    photo: Mapped[StoredFile | None] = relationship()


class ReportFact(Model):
    """What happened to a report: submitted, sent back, verified, locked, changed after the lock. Appended."""

    id: Mapped[pk]
    uid: Mapped[uid]
    report_id: Mapped[int] = mapped_column(ForeignKey("activity_report.id"), index=True)
    state: Mapped[ReportState] = mapped_column(choice(ReportState))
    comment: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    principal: Mapped[PrincipalRow | None] = relationship()
