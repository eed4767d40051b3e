"""Tables of surveys."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.core.db import Json, Model, choice, moment, pk, uid, words
from lms.places.models import Programme
from lms.questionnaires.models import Questionnaire, QuestionnaireVersion
from lms.trainings.models import Participation, Training, TrainingSession


class Aim(StrEnum):
    """What a survey asks about."""

    SESSION = "session"
    TRAINER = "trainer"
    TRAINING = "training"
    FOLLOW_UP = "follow_up"


EVALUATIONS = (Aim.SESSION, Aim.TRAINER, Aim.TRAINING)


class SurveyForm(Model):
    """A list of questions that a programme uses again and again."""

    id: Mapped[pk]
    uid: Mapped[uid]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    aim: Mapped[Aim] = mapped_column(choice(Aim))
    name: Mapped[words]
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), unique=True)
    asks_mentor: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[moment | None]
    programme: Mapped[Programme] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship(lazy="joined", innerjoin=True)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What it asks now."""
        return self.questionnaire.questions


class Survey(Model):
    """A form, frozen, before the people of a training: about one session, one trainer, or the training as a whole.

    One that asks mentors is answered once about each participant, by a facilitator or superior, with a name.
    """

    __table_args__ = (
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="times"),
        CheckConstraint("(aim = 'session') = (session_id IS NOT NULL)", name="session"),
        CheckConstraint("(aim = 'trainer') = (trainer_id IS NOT NULL)", name="trainer"),
        CheckConstraint("NOT asks_mentor OR (aim = 'follow_up' AND NOT is_anonymous)", name="mentor"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"), index=True)
    form_id: Mapped[int | None] = mapped_column(ForeignKey("survey_form.id"))
    aim: Mapped[Aim] = mapped_column(choice(Aim))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("training_session.id"), index=True)
    trainer_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    is_anonymous: Mapped[bool] = mapped_column(default=True)
    asks_mentor: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[moment]
    closes_at: Mapped[moment | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("principal.id"))
    created_at: Mapped[moment]
    training: Mapped[Training] = relationship()
    session: Mapped[TrainingSession | None] = relationship()
    trainer: Mapped[Participation | None] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship(lazy="joined", innerjoin=True)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """What it asks: the questions as they stood when it was held."""
        return self.version.questions


class SurveyReceipt(Model):
    """Somebody has answered a survey: no time, and no order of arrival (SQLite keeps the rows by their key)."""

    __table_args__ = ({"sqlite_with_rowid": False},)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True, index=True)


class SurveyResponse(Model):
    """What was said. In an anonymous survey it belongs to nobody, and knows only the day."""

    __table_args__ = (
        UniqueConstraint("survey_id", "participation_id"),
        CheckConstraint("NOT is_anonymous OR participation_id IS NULL", name="nobody"),
        Index("ix_survey_response_survey_id", "survey_id"),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    is_anonymous: Mapped[bool]
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    day: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class Mentor(Model):
    """Who accompanies a participant after a training, as named by who runs it: told and asked instead of those near."""

    __table_args__ = (UniqueConstraint("participation_id"),)
    id: Mapped[pk]
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    named_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    named_at: Mapped[moment]
    person: Mapped[Person] = relationship()


class MentorResponse(Model):
    """What a facilitator or superior said about a participant, months after the training."""

    __table_args__ = (UniqueConstraint("survey_id", "participation_id"),)
    id: Mapped[pk]
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    name: Mapped[str] = mapped_column(String(240))
    day: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
