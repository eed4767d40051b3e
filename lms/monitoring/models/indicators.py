"""Indicators and their targets: rows, so that another programme has its own."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Model, choice, pk, uid, words
from lms.places.models import Programme, Region


class Level(StrEnum):
    """What an indicator is about: what was done, or what came of it."""

    OUTPUT = "output"
    OUTCOME = "outcome"


class Indicator(Model):
    """A figure that a programme follows: the measure that counts it, and how its screens call it."""

    __table_args__ = (UniqueConstraint("programme_id", "code"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    code: Mapped[str] = mapped_column(String(40))
    measure: Mapped[str] = mapped_column(String(60))
    level: Mapped[Level] = mapped_column(choice(Level), default=Level.OUTPUT)
    label: Mapped[words]
    unit: Mapped[words]
    definition: Mapped[words]
    baseline: Mapped[int] = mapped_column(default=0)
    is_public: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    programme: Mapped[Programme] = relationship()


class Target(Model):
    """What an indicator should reach in a period, for a region or for all."""

    __table_args__ = (CheckConstraint("ends >= starts", name="period"),)
    id: Mapped[pk]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    starts: Mapped[date]
    ends: Mapped[date]
    value: Mapped[int]
    indicator: Mapped[Indicator] = relationship()
    region: Mapped[Region | None] = relationship()
