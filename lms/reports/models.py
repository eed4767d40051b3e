"""Tables of reports: what a training cost."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model, moment, pk, uid


class CostLine(Model):
    """One line of a training's budget: where the money comes from, what was planned and what was spent, whole units."""

    __table_args__ = (CheckConstraint("planned >= 0 AND (realised IS NULL OR realised >= 0)", name="amounts"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    budget_line: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(80))
    planned: Mapped[int] = mapped_column(BigInteger)
    realised: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    removed_at: Mapped[moment | None]
