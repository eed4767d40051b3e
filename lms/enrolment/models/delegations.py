"""Tables of delegations: what a training lets offices send, and whom they name."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.core.db import Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.core.wordings import KeptWords
from lms.places.models import Office, Region
from lms.trainings.models import Capacity, Participation, Training


class NominationPlan(Model):
    """How a training takes delegations: until which day, and in how many stages they are approved."""

    __table_args__ = (CheckConstraint("stages BETWEEN 0 AND 2", name="stages"),)
    id: Mapped[pk]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), unique=True)
    until: Mapped[date]
    stages: Mapped[int] = mapped_column(default=0)
    training: Mapped[Training] = relationship()


class Quota(Model):
    """How many people a region (with all below it) or an office may send in one capacity."""

    __table_args__ = (
        UniqueConstraint("training_id", "region_id", "capacity"),
        UniqueConstraint("training_id", "office_id", "capacity"),
        CheckConstraint("(region_id IS NULL) <> (office_id IS NULL)", name="place"),
        CheckConstraint("seats >= 0", name="seats"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity))
    seats: Mapped[int]
    region: Mapped[Region | None] = relationship()
    office: Mapped[Office | None] = relationship()


class Criterion(Model):
    """What applications are chosen by, with the most points that it gives; one that was taken away keeps its scores."""

    __table_args__ = (CheckConstraint("most BETWEEN 1 AND 100", name="most"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    most: Mapped[int]
    ended_at: Mapped[moment | None]


class Delegation(Model):
    """The people whom an office sends under one letter of assignment."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    letter_number: Mapped[str] = mapped_column(String(120))
    letter_date: Mapped[date]
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    training: Mapped[Training] = relationship()
    office: Mapped[Office] = relationship()
    letter: Mapped[StoredFile | None] = relationship()


class NominationState(StrEnum):
    """Where a named person stands; each change is an appended NominationFact."""

    PROPOSED = "proposed"
    ENDORSED = "endorsed"  # by the office; the organiser decides next
    ACCEPTED = "accepted"
    WAITING = "waiting"
    OVER = "over"  # refused because a quota or the training was full
    REFUSED = "refused"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


class Nomination(Model):
    """A person whom an office names for a training in one capacity; `region_id` is where the person works."""

    __table_args__ = (
        UniqueConstraint("training_id", "person_id", "capacity"),
        Index("ix_nomination_training_state", "training_id", "state"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity))
    state: Mapped[NominationState] = mapped_column(choice(NominationState))
    reason: Mapped[str] = mapped_column(KeptWords(300), default="")
    waits_since: Mapped[moment | None]
    points: Mapped[int | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("nomination.id"))
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"), index=True)
    made_at: Mapped[moment]
    training: Mapped[Training] = relationship()
    delegation: Mapped[Delegation] = relationship()
    person: Mapped[Person] = relationship()
    region: Mapped[Region] = relationship()
    replaces: Mapped["Nomination | None"] = relationship(remote_side="Nomination.id")
    participation: Mapped[Participation | None] = relationship()


class NominationFact(Model):
    """A step of a nomination: appended; `batch` holds together what was decided at once."""

    id: Mapped[pk]
    uid: Mapped[uid]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    state: Mapped[NominationState] = mapped_column(choice(NominationState))
    reason: Mapped[str] = mapped_column(KeptWords(300), default="")
    batch: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class Score(Model):
    """Points that an application got for a criterion: appended, the newest counts."""

    __table_args__ = (CheckConstraint("points >= 0", name="points"),)
    id: Mapped[pk]
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[int]
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
