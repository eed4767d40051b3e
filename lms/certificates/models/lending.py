"""What an office lets a province use: its series, who signs for it, its designs."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, moment, pk, uid
from lms.places.models import Region

_ONE = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ("series_id", "signer_id", "design_id"))


class Lending(Model):
    """A series, a signer or a design that trainings of a region may use, from `at` until it ended."""

    __table_args__ = (CheckConstraint(f"{_ONE} = 1", name="one"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("signer.id"), index=True)
    design_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    at: Mapped[moment]
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    ended_at: Mapped[moment | None]
    region: Mapped[Region] = relationship()
