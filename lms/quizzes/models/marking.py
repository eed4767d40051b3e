"""What people decide about answers: marks, and grades that were counted again. Appended."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.quizzes.models.attempts import AttemptItem


class MarkKind(StrEnum):
    """As what a mark was given: one of the markers', or the decision between two that differ."""

    MARK = "mark"
    MODERATION = "moderation"


class ItemMark(Model):
    """What a person gave for an answer: `fraction` of its points, by row of the rubric where there is one."""

    __table_args__ = (CheckConstraint("fraction BETWEEN 0 AND 1", name="fraction"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"), index=True)
    kind: Mapped[MarkKind] = mapped_column(choice(MarkKind), default=MarkKind.MARK)
    fraction: Mapped[float]
    levels: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    comment: Mapped[str] = mapped_column(Text, default="")
    marker: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    item: Mapped[AttemptItem] = relationship()


class ItemRegrade(Model):
    """An answer that was graded again by another version of its question."""

    id: Mapped[pk]
    uid: Mapped[uid]
    item_id: Mapped[int] = mapped_column(ForeignKey("attempt_item.id"), index=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("question_version.id"))
    before: Mapped[float | None]
    after: Mapped[float]
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
