"""Tables of trainings."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.catalogue.models import Module, Release
from lms.core.db import Model, choice, moment, pk, uid, words
from lms.core.files import StoredFile
from lms.core.wordings import KeptWords
from lms.places.models import Office, Programme, Region


class TrainingKind(Model):
    """A kind of training, as a programme calls it."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)
    id: Mapped[pk]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[words]
    is_replication: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class TrainingState(StrEnum):
    """Where a training stands; each change is an appended TrainingFact."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Training(Model):
    """One delivery of modules to people."""

    __table_args__ = (
        CheckConstraint("ends IS NULL OR ends >= starts", name="dates"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("training_kind.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"), index=True)
    library_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    starts: Mapped[date | None] = mapped_column(index=True)
    ends: Mapped[date | None]
    zone: Mapped[str] = mapped_column(String(60))
    venue: Mapped[str] = mapped_column(String(200), default="")
    venue_position: Mapped[str] = mapped_column(String(24), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    capacity: Mapped[int | None]
    language: Mapped[str] = mapped_column(String(5), default="id")
    state: Mapped[TrainingState] = mapped_column(choice(TrainingState), default=TrainingState.DRAFT)
    is_self_paced: Mapped[bool] = mapped_column(default=False)
    is_template: Mapped[bool] = mapped_column(default=False)
    is_public: Mapped[bool] = mapped_column(default=True)
    registration_until: Mapped[date | None]
    actual_start: Mapped[moment | None]
    opened_by: Mapped[str] = mapped_column(String(200), default="")
    in_stead_of: Mapped[str] = mapped_column(String(200), default="")
    least_attendance: Mapped[int] = mapped_column(default=80)
    least_attendance_facilitator: Mapped[int] = mapped_column(default=90)
    needs_post_test: Mapped[bool] = mapped_column(default=False)
    needs_evaluation: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    created_at: Mapped[moment]
    programme: Mapped[Programme] = relationship()
    kind: Mapped[TrainingKind] = relationship()
    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    region: Mapped[Region] = relationship()
    library: Mapped[Office | None] = relationship(foreign_keys=[library_id])

    @property
    def is_open(self) -> bool:
        """Whether people and marks may still come in."""
        return self.state == TrainingState.OPEN


class TrainingFact(Model):
    """What happened to a training: opened, closed, reopened, cancelled, moved. Appended."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(KeptWords(500), default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class TrainingModule(Model):
    """A module of a training, pinned to a release; `jp` in hundredths of a lesson hour."""

    __table_args__ = (UniqueConstraint("training_id", "module_id"), CheckConstraint("jp >= 0", name="jp"))
    id: Mapped[pk]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    position: Mapped[int] = mapped_column(default=0)
    jp: Mapped[int] = mapped_column(default=0)
    module: Mapped[Module] = relationship()
    release: Mapped[Release] = relationship()


class TrainingSession(Model):
    """An agenda item; `jp` in hundredths; a session that does not count (opening, lunch) has 0."""

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("jp >= 0", name="jp"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"))
    title: Mapped[str] = mapped_column(String(200))
    room: Mapped[str] = mapped_column(String(120), default="")
    venue: Mapped[str] = mapped_column(String(200), default="")
    venue_position: Mapped[str] = mapped_column(String(24), default="")
    starts_at: Mapped[moment]
    ends_at: Mapped[moment]
    actual_starts_at: Mapped[moment | None]
    actual_ends_at: Mapped[moment | None]
    jp: Mapped[int] = mapped_column(default=0)
    counts: Mapped[bool] = mapped_column(default=True)
    cancelled_at: Mapped[moment | None]
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    module: Mapped[Module | None] = relationship()
    training: Mapped[Training] = relationship()

    @property
    def venue_at(self) -> str:
        """Where its venue lies: the training's, unless it is held at another one; "" where nobody said."""
        return self.venue_position or ("" if self.venue else self.training.venue_position)


class Capacity(StrEnum):
    """As what a person takes part."""

    PARTICIPANT = "participant"
    TRAINER = "trainer"
    FACILITATOR = "facilitator"
    MODERATOR = "moderator"
    ORGANISER = "organiser"


class Participation(Model):
    """A person in a training in one capacity, with what its papers print frozen."""

    __table_args__ = (
        UniqueConstraint("training_id", "person_id", "capacity"),
        Index("ix_participation_training_sort", "training_id", "sort_name"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    capacity: Mapped[Capacity] = mapped_column(choice(Capacity))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("region.id"), index=True)
    name_shown: Mapped[str] = mapped_column(String(240))
    sort_name: Mapped[str] = mapped_column(String(120))
    office_shown: Mapped[str] = mapped_column(String(200), default="")
    position_shown: Mapped[str] = mapped_column(String(120), default="")
    badge_code: Mapped[str] = mapped_column(String(20), unique=True)
    invited_at: Mapped[moment | None]
    registered_at: Mapped[moment | None]
    arrived_at: Mapped[moment | None]
    withdrawn_at: Mapped[moment | None]
    training: Mapped[Training] = relationship()
    person: Mapped[Person] = relationship()
    office: Mapped[Office | None] = relationship()
    region: Mapped[Region | None] = relationship()


class Step(StrEnum):
    """A step of a participation."""

    INVITED = "invited"
    REGISTERED = "registered"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"  # an arrival that was noted by mistake
    WITHDREW = "withdrew"
    RETURNED = "returned"


class ParticipationFact(Model):
    """A step of a participation: appended; the participation's dates are derived from these."""

    id: Mapped[pk]
    uid: Mapped[uid]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    step: Mapped[Step] = mapped_column(choice(Step))
    reason: Mapped[str] = mapped_column(KeptWords(300), default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class SessionTrainer(Model):
    """Who teaches a session."""

    __table_args__ = (UniqueConstraint("session_id", "participation_id"),)
    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"), index=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    participation: Mapped[Participation] = relationship()


class FileKind(StrEnum):
    """What a file of a training is."""

    PHOTO = "photo"
    MATERIAL = "material"


class TrainingFile(Model):
    """A photo of a training, or a material of it: of one session, or of the whole; with its credits."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    caption: Mapped[str] = mapped_column(String(300), default="")
    photographer: Mapped[str] = mapped_column(String(120), default="")
    owner: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    removed_at: Mapped[moment | None]
    file: Mapped[StoredFile] = relationship()
    session: Mapped[TrainingSession | None] = relationship()
    training: Mapped[Training] = relationship()


class Shown(Model):
    """Who is seen on a photo, as somebody marked it."""

    __table_args__ = (UniqueConstraint("photo_id", "participation_id"),)
    id: Mapped[pk]
    photo_id: Mapped[int] = mapped_column(ForeignKey("training_file.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    participation: Mapped[Participation] = relationship()


class ShowChoice(Model):
    """Whether somebody may be shown on the photos of a training: appended, the newest counts; nothing said is a yes."""

    id: Mapped[pk]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    may_show: Mapped[bool]
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class Outcome(StrEnum):
    """What became of a decision."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class MinuteItem(Model):
    """One item of the minutes of a training or a session: what was said, and what was decided, by whom, until when."""

    __table_args__ = (CheckConstraint("decision <> '' OR (owner = '' AND due IS NULL)", name="decided"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"), index=True)
    topic: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(500), default="")
    owner: Mapped[str] = mapped_column(String(160), default="")
    due: Mapped[date | None]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome), default=Outcome.OPEN)
    ended_at: Mapped[moment | None]
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    removed_at: Mapped[moment | None]
    session: Mapped[TrainingSession | None] = relationship()
    training: Mapped[Training] = relationship()
