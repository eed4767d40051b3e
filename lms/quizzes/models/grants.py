"""Attempts that somebody was given beyond what their quiz allows."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model, moment, pk, uid
from lms.core.wordings import KeptWords


class AttemptGrant(Model):
    """One attempt more for a person; `attempt_id` is the one that was put aside for it, if any. Appended."""

    __table_args__ = (Index("ix_attempt_grant_participation_quiz", "participation_id", "quiz_id"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id"), unique=True)
    reason: Mapped[str] = mapped_column(KeptWords(300))
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
