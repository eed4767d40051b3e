"""Names that were confirmed for printing."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model, choice, moment, pk, uid


class How(StrEnum):
    """How a name came to be confirmed."""

    SCREEN = "screen"
    LIST = "list"
    DEEMED = "deemed"


class NameConfirmation(Model):
    """A name as it will be printed. Appended: the newest counts, unless the registered name changed after it."""

    id: Mapped[pk]
    uid: Mapped[uid]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    name: Mapped[str] = mapped_column(String(240))
    registered_name: Mapped[str] = mapped_column(String(240))
    how: Mapped[How] = mapped_column(choice(How))
    at: Mapped[moment]
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))


class NameNotice(Model):
    """The people of a training were told to look at their names; after `days` silence counts as yes. Appended."""

    __table_args__ = (CheckConstraint("days > 0", name="days"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    days: Mapped[int]
    at: Mapped[moment]
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))

    @property
    def due(self) -> datetime:
        """From when on silence counts."""
        return self.at + timedelta(days=self.days)
