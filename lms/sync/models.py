"""Tables of the offline door."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.core.principals import PrincipalRow
from lms.core.wordings import KeptWords
from lms.trainings.models import Training


class Outcome(StrEnum):
    """What a human did with a fact in quarantine."""

    ACCEPTED = "accepted"
    DISCARDED = "discarded"


class QuarantinedFact(Model):
    """A fact that was refused, as it came; a human accepts it or discards it with a reason."""

    __table_args__ = (
        UniqueConstraint("principal_id", "fact_uid"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled"),
        CheckConstraint("outcome <> 'discarded' OR settle_reason <> ''", name="why"),
        Index("ix_quarantined_fact_training_outcome", "training_id", "outcome"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    fact_uid: Mapped[UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    why: Mapped[str] = mapped_column(KeptWords(300))
    at: Mapped[moment]
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    settle_reason: Mapped[str] = mapped_column(String(300), default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    settled_at: Mapped[moment | None]
    principal: Mapped[PrincipalRow] = relationship(foreign_keys=[principal_id])
    training: Mapped[Training] = relationship()
