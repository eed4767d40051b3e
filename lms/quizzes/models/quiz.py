"""Quizzes and their slots."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Lesson
from lms.core.db import Json, Model, choice, moment, pk, uid
from lms.enrolment.models import TrainingGroup
from lms.quizzes.models.bank import BankCategory, BankEntry, QuestionVersion
from lms.trainings.models import Participation, Training


class Purpose(StrEnum):
    """What a quiz is for: the pre- and post-test of a module are compared."""

    PRACTICE = "practice"
    PRE = "pre"
    POST = "post"
    EXAM = "exam"


class GradingMethod(StrEnum):
    """Which of several attempts counts."""

    HIGHEST = "highest"
    AVERAGE = "average"
    FIRST = "first"
    LAST = "last"


class FormRule(StrEnum):
    """Whether everybody gets the same questions, or parallel forms that change places between pre- and post-test."""

    FIXED = "fixed"
    PARALLEL = "parallel"


class AtExpiry(StrEnum):
    """What becomes of an open attempt when its time is over."""

    SUBMIT = "submit"
    ABANDON = "abandon"


class Quiz(Model):
    """How questions are asked in a lesson. Minutes and seconds are whole; `pass_mark` and `wrong_costs` percentages.

    `grace_seconds` allow for a slow line. In the `grace_minutes` after the end an attempt that would be abandoned may
    still be handed in, with what was answered in time. `review` says by phase what may be seen (rules/review).
    """

    __table_args__ = (
        CheckConstraint("pass_mark IS NULL OR pass_mark BETWEEN 0 AND 100", name="pass_mark"),
        CheckConstraint("attempts_allowed IS NULL OR attempts_allowed > 0", name="attempts_allowed"),
        CheckConstraint("time_limit IS NULL OR time_limit > 0", name="time_limit"),
        CheckConstraint("wrong_costs BETWEEN 0 AND 100", name="wrong_costs"),
        CheckConstraint("grace_minutes BETWEEN 0 AND 10080", name="grace_minutes"),
        CheckConstraint("opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name="period"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), unique=True)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose), default=Purpose.PRACTICE)
    instructions: Mapped[str] = mapped_column(Text, default="")
    time_limit: Mapped[int | None]
    grace_seconds: Mapped[int] = mapped_column(default=30)
    grace_minutes: Mapped[int] = mapped_column(default=0)
    at_expiry: Mapped[AtExpiry] = mapped_column(choice(AtExpiry), default=AtExpiry.SUBMIT)
    opens_at: Mapped[moment | None]
    closes_at: Mapped[moment | None]
    attempts_allowed: Mapped[int | None]
    delay_minutes: Mapped[int] = mapped_column(default=0)
    pass_mark: Mapped[int | None]
    grading: Mapped[GradingMethod] = mapped_column(choice(GradingMethod), default=GradingMethod.HIGHEST)
    form_rule: Mapped[FormRule] = mapped_column(choice(FormRule), default=FormRule.FIXED)
    behaviour: Mapped[str] = mapped_column(String(24), default="deferred")
    wrong_costs: Mapped[int] = mapped_column(default=0)
    password: Mapped[str] = mapped_column(String(80), default="")
    per_page: Mapped[int] = mapped_column(default=0)
    shuffle_questions: Mapped[bool] = mapped_column(default=False)
    shuffle_options: Mapped[bool] = mapped_column(default=True)
    is_offline: Mapped[bool] = mapped_column(default=False)
    needs_second_marker: Mapped[bool] = mapped_column(default=False)
    review: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    bands: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    version: Mapped[int] = mapped_column(default=1)
    lesson: Mapped[Lesson] = relationship()


class Slot(Model):
    """A place in a quiz: an entry (the latest ready version, or a fixed one), or a draw by category and tags."""

    __table_args__ = (
        CheckConstraint("entry_id IS NOT NULL OR category_id IS NOT NULL", name="source"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint("draws > 0", name="draws"),
    )
    id: Mapped[pk]
    uid: Mapped[uid]
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    form: Mapped[str] = mapped_column(String(4), default="")
    position: Mapped[int]
    page: Mapped[int] = mapped_column(default=1)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("bank_entry.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("question_version.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("bank_category.id"))
    tags: Mapped[list[str]] = mapped_column(Json, default=list)
    draws: Mapped[int] = mapped_column(default=1)
    points: Mapped[int] = mapped_column(default=1)
    entry: Mapped[BankEntry | None] = relationship()
    fixed: Mapped[QuestionVersion | None] = relationship()
    category: Mapped[BankCategory | None] = relationship()


class QuizOverride(Model):
    """Other terms of a quiz for one person, a group, or everybody in one training; what is empty stays as it is."""

    __table_args__ = (
        UniqueConstraint("quiz_id", "participation_id"),
        UniqueConstraint("quiz_id", "group_id"),
        UniqueConstraint("quiz_id", "training_id"),
        CheckConstraint(
            "CASE WHEN participation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN training_id IS NULL THEN 0 ELSE 1 END = 1", name="whom",
        ),
    )  # fmt: skip
    id: Mapped[pk]
    uid: Mapped[uid]
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quiz.id"), index=True)
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("training_group.id", ondelete="CASCADE"), index=True)
    training_id: Mapped[int | None] = mapped_column(ForeignKey("training.id"), index=True)
    opens_at: Mapped[moment | None]
    closes_at: Mapped[moment | None]
    time_limit: Mapped[int | None]
    attempts_allowed: Mapped[int | None]
    password: Mapped[str | None] = mapped_column(String(80))
    made_by: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    made_at: Mapped[moment]
    participation: Mapped[Participation | None] = relationship()
    group: Mapped[TrainingGroup | None] = relationship()
    training: Mapped[Training | None] = relationship()
