"""Tables of attendance."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.core.principals import PrincipalRow
from lms.core.wordings import KeptWords
from lms.trainings.models import Participation, Training, TrainingSession


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
    reason: Mapped[str] = mapped_column(KeptWords(300), default="")
    principal: Mapped[PrincipalRow] = relationship()


class AttendanceState(Model):
    """The derived status of a person at the start (or end) of a session; `mark_id` is the mark that decides."""

    __table_args__ = (UniqueConstraint("session_id", "participation_id", "phase"),)
    id: Mapped[pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    phase: Mapped[Phase] = mapped_column(choice(Phase), default=Phase.START)
    status: Mapped[Status] = mapped_column(choice(Status))
    in_conflict: Mapped[bool] = mapped_column(default=False)
    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"))
    participation: Mapped[Participation] = relationship()
    session: Mapped[TrainingSession] = relationship()


class AttendancePolicy(Model):
    """How a training counts lateness and excuses; a training without a row counts as the defaults say.

    `late_after` are minutes after which a self check-in is late. Where an end mark is wanted too, a session with only
    one of the two marks earns `one_mark_percent` of its lesson hours.
    """

    __table_args__ = (
        CheckConstraint("late_percent BETWEEN 0 AND 100", name="late"),
        CheckConstraint("late_after BETWEEN 0 AND 240", name="late_after"),
        CheckConstraint("one_mark_percent BETWEEN 0 AND 100", name="one_mark"),
    )
    id: Mapped[pk]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), unique=True)
    late_percent: Mapped[int] = mapped_column(default=100)
    waives_excused: Mapped[bool] = mapped_column(default=False)
    late_after: Mapped[int] = mapped_column(default=15)
    wants_end_mark: Mapped[bool] = mapped_column(default=False)
    one_mark_percent: Mapped[int] = mapped_column(default=50)


class CheckIn(Model):
    """Self check-in of a session, opened by somebody; `code` is the short address that people type."""

    __table_args__ = (UniqueConstraint("session_id", "phase"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id"))
    phase: Mapped[Phase] = mapped_column(choice(Phase), default=Phase.START)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    opened_at: Mapped[moment]
    closed_at: Mapped[moment | None]
    session: Mapped[TrainingSession] = relationship()


class CheckInTrace(Model):
    """From which device and network a self mark came, as keyed hashes: for flags, never for gates.

    `away_km`: kilometres from the venue, of who told the position and was far away; the position itself is never kept.
    """

    __table_args__ = (CheckConstraint("away_km > 0", name="away"),)
    id: Mapped[pk]
    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"), unique=True)
    device: Mapped[str] = mapped_column(String(32))
    network: Mapped[str] = mapped_column(String(32))
    away_km: Mapped[int | None]


class DeviceInvite(Model):
    """An open door for phones without an account to a training's rolls: an address as QR, and a PIN.

    The PIN is derived from the uid, so it is stored nowhere; too many wrong ones close the door.
    """

    __table_args__ = (CheckConstraint("wrong_tries >= 0", name="tries"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    expires_at: Mapped[moment]
    closed_at: Mapped[moment | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)
    training: Mapped[Training] = relationship()


class Device(Model):
    """A phone that joined a training to mark its sessions: a principal of its own, until it is cut off."""

    id: Mapped[pk]
    uid: Mapped[uid]
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"), unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    invite_id: Mapped[int] = mapped_column(ForeignKey("device_invite.id"))
    name: Mapped[str] = mapped_column(String(80))
    joined_at: Mapped[moment]
    seen_at: Mapped[moment]
    cut_off_at: Mapped[moment | None]
    cut_off_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    training: Mapped[Training] = relationship()


class CodeSettlement(Model):
    """What a human said of a code that nobody knew: whose it is, or that it is nobody's. The mark stays as it came."""

    __table_args__ = (CheckConstraint("participation_id IS NOT NULL OR reason <> ''", name="why"),)
    id: Mapped[pk]
    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"), unique=True)
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"), index=True)
    reason: Mapped[str] = mapped_column(KeptWords(300), default="")
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class Group(StrEnum):
    """Whose sheet it is."""

    EVERYONE = "everyone"
    PARTICIPANTS = "participants"
    TRAINERS = "trainers"
    ORGANISERS = "organisers"


class SheetPhoto(Model):
    """A photo or scan of a signed page, kept as evidence: of a session, or of a day; else it waits for a human.

    `part` is the page within the file that was sent, `page` the one that the code on the paper names.
    """

    __table_args__ = (
        UniqueConstraint("training_id", "source_sha", "part"),
        CheckConstraint("session_id IS NULL OR day IS NULL", name="place"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"), index=True)
    day: Mapped[date | None]
    page: Mapped[int | None]
    group: Mapped[Group] = mapped_column(choice(Group), default=Group.EVERYONE)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    source_sha: Mapped[str] = mapped_column(String(64))
    part: Mapped[int]
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    removed_at: Mapped[moment | None]
    training: Mapped[Training] = relationship()
    session: Mapped[TrainingSession | None] = relationship()
    file: Mapped[StoredFile] = relationship()
