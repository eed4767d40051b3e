"""Quizzes on paper."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.db import Json, Model, moment, pk, uid
from lms.quizzes.models.quiz import Quiz
from lms.trainings.models import Training


class PrintedForm(Model):
    """A form of a quiz as it was printed for a training. Appended: what is asked, and in which order, is frozen.

    `items` are {slot_id, version_id, points, order (keys of the options)}, in their order on paper.
    """

    __table_args__ = (Index("ix_printed_form_training_quiz", "training_id", "quiz_id"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"))
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    form: Mapped[str] = mapped_column(String(4), default="")
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    quiz: Mapped[Quiz] = relationship()
    training: Mapped[Training] = relationship()
