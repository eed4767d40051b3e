"""Tables of progress."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Lesson, Release
from lms.catalogue.rules import Evidence as EvidenceKind
from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.trainings.models import Participation, Training


class Evidence(Model):
    """Somebody did something with a lesson, in a release of its module. Appended."""

    __table_args__ = (
        UniqueConstraint("participation_id", "lesson_id", "kind"),
        Index("ix_evidence_lesson", "lesson_id"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"))
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    at: Mapped[moment]
    lesson: Mapped[Lesson] = relationship()
    release: Mapped[Release | None] = relationship()


class Completion(Model):
    """A lesson completed by a participation: earned once, by a version of the rule, resting on one evidence."""

    __table_args__ = (UniqueConstraint("participation_id", "lesson_id"),)
    id: Mapped[pk]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    rule_version: Mapped[int]
    at: Mapped[moment]


class Decision(Model):
    """Whether a participation has earned its lesson hours, and from what this was decided. The newest counts."""

    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    is_eligible: Mapped[bool]
    reasons: Mapped[list[str]] = mapped_column(Json, default=list)
    inputs: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    rule_version: Mapped[int]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    grant_reason: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[moment]
    is_current: Mapped[bool] = mapped_column(default=True)
    participation: Mapped[Participation] = relationship()


class LedgerEntry(Model):
    """Lesson hours of a person from a training, in hundredths; a reversal has the same hours negative. Appended."""

    __table_args__ = (
        UniqueConstraint("person_id", "training_id", "turn"),
        Index("ix_ledger_entry_person_day", "person_id", "on_day"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    turn: Mapped[int] = mapped_column(default=1)
    jp: Mapped[int]
    on_day: Mapped[date]
    at: Mapped[moment]
    training: Mapped[Training] = relationship()
