"""Tables of attendance."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk
from lms.core.principals import PrincipalRow
from lms.trainings.models import Participation, TrainingSession


class Status(StrEnum):
    """What a mark says; CLEARED takes an earlier mark back."""

    PRESENT = "H"
    LATE = "T"
    EXCUSED = "I"
    SICK = "S"
    ABSENT = "A"
    CLEARED = "-"


class Method(StrEnum):
    """How a mark came about, the strongest first: a trainer's decision, a badge, a self check-in, paper, import."""

    MANUAL = "manual"
    BADGE = "badge"
    SELF = "self"
    PAPER = "paper"
    IMPORT = "import"


class Phase(StrEnum):
    """At the start of a session, or the optional second mark at its end."""

    START = "start"
    END = "end"


class Mark(Model):
    """One statement about one person in one session. Appended, never changed."""

    __table_args__ = (
        UniqueConstraint("principal_id", "uid"),
        CheckConstraint("participation_id IS NOT NULL OR raw_code <> ''", name="whose"),
        Index("ix_mark_session_participation", "session_id", "participation_id"),
    )
    id: Mapped[pk]
    uid: Mapped[UUID] = mapped_column(Uuid, index=True)
    batch: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"), index=True)
    raw_code: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[Status] = mapped_column(choice(Status))
    method: Mapped[Method] = mapped_column(choice(Method))
    phase: Mapped[Phase] = mapped_column(choice(Phase), default=Phase.START)
    after: Mapped[list[str]] = mapped_column(Json, default=list)
    device_at: Mapped[moment | None]
    at: Mapped[moment]
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    principal: Mapped[PrincipalRow] = relationship()


class AttendanceState(Model):
    """The derived status of a person in a session; `mark_id` is the mark that decides."""

    __table_args__ = (UniqueConstraint("session_id", "participation_id"),)
    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    status: Mapped[Status] = mapped_column(choice(Status))
    in_conflict: Mapped[bool] = mapped_column(default=False)
    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"))
    participation: Mapped[Participation] = relationship()
    session: Mapped[TrainingSession] = relationship()


class AttendancePolicy(Model):
    """How a training counts lateness and excuses; a training without a row counts as the defaults say."""

    __table_args__ = (CheckConstraint("late_percent BETWEEN 0 AND 100", name="late"),)
    id: Mapped[pk]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), unique=True)
    late_percent: Mapped[int] = mapped_column(default=100)
    waives_excused: Mapped[bool] = mapped_column(default=False)
