"""Tables of what a training asks those who register, and what they answered."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.core.db import Json, Model, moment, pk, uid
from lms.questionnaires.models import Questionnaire, QuestionnaireVersion
from lms.trainings.models import Training


class OwnQuestions(Model):
    """A training's own questions to those who register."""

    id: Mapped[pk]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), unique=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), unique=True)
    training: Mapped[Training] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship(lazy="joined", innerjoin=True)


class Answer(Model):
    """What a person answered to a training's own questions, in the version that was asked; changed until it begins.

    `put_off` says why somebody who stood at the desk answers later.
    """

    __tablename__ = "registration_answer"
    __table_args__ = (UniqueConstraint("training_id", "person_id"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_complete: Mapped[bool] = mapped_column(default=True)
    put_off: Mapped[str] = mapped_column(String(300), default="")
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    at: Mapped[moment]
    person: Mapped[Person] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship(lazy="joined", innerjoin=True)


class Chosen(Model):
    """A choice that an answer names: what lists filter by, and what takes a seat; gone when the person leaves."""

    __tablename__ = "registration_choice"
    __table_args__ = (Index("ix_registration_choice_question_choice", "question", "choice"),)
    answer_id: Mapped[int] = mapped_column(ForeignKey("registration_answer.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(12), primary_key=True)
    choice: Mapped[int] = mapped_column(primary_key=True)
