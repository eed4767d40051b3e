"""Attempts and the steps of their responses."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.core.files import StoredFile
from lms.quizzes.models.bank import QuestionVersion
from lms.quizzes.models.quiz import Quiz
from lms.trainings.models import Participation


class AttemptState(StrEnum):
    """Where an attempt stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    ABANDONED = "abandoned"


GRADED = (AttemptState.SUBMITTED, AttemptState.EXPIRED)


class Method(StrEnum):
    """How an attempt was taken."""

    ONLINE = "online"
    OFFLINE = "offline"
    PAPER = "paper"


class Attempt(Model):
    """One person's run through a quiz. `fraction` (0 to 1) is derived from the items, `deadline_at` decides."""

    __table_args__ = (
        UniqueConstraint("quiz_id", "participation_id", "number"),
        Index("ix_attempt_participation_quiz", "participation_id", "quiz_id"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    number: Mapped[int]
    form: Mapped[str] = mapped_column(String(4), default="")
    state: Mapped[AttemptState] = mapped_column(choice(AttemptState), default=AttemptState.OPEN, index=True)
    method: Mapped[Method] = mapped_column(choice(Method), default=Method.ONLINE)
    seed: Mapped[int]
    started_at: Mapped[moment]
    deadline_at: Mapped[moment | None]
    grace_seconds: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[moment | None]
    fraction: Mapped[float | None]
    is_passed: Mapped[bool | None]
    quiz: Mapped[Quiz] = relationship()
    participation: Mapped[Participation] = relationship()


class AttemptItem(Model):
    """A question of an attempt: its version and the order of its options are frozen.

    Derived: `response`, `sequence` and `device` repeat the newest step that counts, as does `certainty` (1 to
    3); `steps` counts all, `checks` the tries that were checked; `fraction` is the grade.
    """

    __table_args__ = (UniqueConstraint("attempt_id", "position"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    position: Mapped[int]
    page: Mapped[int] = mapped_column(default=1)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"))
    version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"), index=True)
    option_order: Mapped[list[str]] = mapped_column(Json, default=list)
    points: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    device: Mapped[str] = mapped_column(String(40), default="")
    response: Mapped[Any | None] = mapped_column(Json)
    certainty: Mapped[int | None]
    checks: Mapped[int] = mapped_column(default=0)
    fraction: Mapped[float | None]
    version: Mapped[QuestionVersion] = relationship()
    attempt: Mapped[Attempt] = relationship()


class StepKind(StrEnum):
    """Whether a step counts."""

    SAVED = "saved"
    RIVAL = "rival"
    LATE = "late"


class ResponseStep(Model):
    """One change of one response, appended. `base_seq` is the newest sequence of the item that its device knew."""

    __table_args__ = (
        UniqueConstraint("principal_id", "uid"),
        UniqueConstraint("item_id", "sequence"),
        CheckConstraint("sequence > 0", name="sequence"),
    )
    id: Mapped[pk]
    uid: Mapped[UUID] = mapped_column(Uuid)
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"))
    sequence: Mapped[int]
    base_seq: Mapped[int]
    kind: Mapped[StepKind] = mapped_column(choice(StepKind), default=StepKind.SAVED)
    response: Mapped[Any | None] = mapped_column(Json)
    certainty: Mapped[int | None]
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    device: Mapped[str] = mapped_column(String(40), default="")
    at: Mapped[moment]
    client_at: Mapped[moment | None]
    item: Mapped[AttemptItem] = relationship()


class ItemCheck(Model):
    """A try that somebody had checked during an attempt, appended."""

    __table_args__ = (UniqueConstraint("item_id", "number"), CheckConstraint("number > 0", name="number"))
    id: Mapped[pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"), index=True)
    number: Mapped[int]
    response: Mapped[Any | None] = mapped_column(Json)
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]


class AnswerFile(Model):
    """A file that was sent as an answer; a response names it by its uid."""

    id: Mapped[pk]
    uid: Mapped[uid]
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    file: Mapped[StoredFile] = relationship()
    item: Mapped[AttemptItem] = relationship()
