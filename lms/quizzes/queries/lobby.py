"""Reads of waiting rooms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Lesson
from lms.core import files
from lms.core.db import db, table_of
from lms.core.errors import Missing
from lms.enrolment.models import TrainingGroup
from lms.quizzes.models import Attempt, AttemptState, BankFile, LobbyPlace, Quiz, QuizOverride
from lms.quizzes.queries.scores import participants
from lms.quizzes.rules.lobby import IS_HERE_FOR
from lms.trainings.models import Participation, Training, TrainingModule

STATES = ("ready", "waiting", "taking", "done", "away")
MOST_PICTURES = 3 * 1024 * 1024


def find_place(quiz_id: int, participation_id: int) -> LobbyPlace | None:
    """Return somebody's place before a quiz, or None; also one whose attempt has begun."""
    return db.session.scalar(
        select(LobbyPlace).where(LobbyPlace.quiz_id == quiz_id, LobbyPlace.participation_id == participation_id)
    )


def count_places(quiz_id: int, training_id: int) -> int:
    """Count the places that people of a training have before a quiz."""
    return db.session.scalar(
        select(func.count(LobbyPlace.id)).join(Participation, Participation.id == LobbyPlace.participation_id)
        .where(LobbyPlace.quiz_id == quiz_id, Participation.training_id == training_id)
    ) or 0  # fmt: skip


def waiting_rooms(training: Training) -> Sequence[Quiz]:
    """Return the quizzes of a training that open at a time, for all or for some of its people."""
    other = (
        select(QuizOverride.quiz_id).outerjoin(Participation, Participation.id == QuizOverride.participation_id)
        .outerjoin(TrainingGroup, TrainingGroup.id == QuizOverride.group_id)
        .where(QuizOverride.opens_at.is_not(None),
               or_(QuizOverride.training_id == training.id, Participation.training_id == training.id,
                   TrainingGroup.training_id == training.id))
    )  # fmt: skip
    return db.session.scalars(
        select(Quiz).join(Lesson, Lesson.id == Quiz.lesson_id)
        .join(TrainingModule, TrainingModule.module_id == Lesson.module_id)
        .where(TrainingModule.training_id == training.id, or_(Quiz.opens_at.is_not(None), Quiz.id.in_(other)))
        .options(joinedload(Quiz.lesson)).order_by(TrainingModule.position, Lesson.id)
    ).all()  # fmt: skip


def get_waiting_room(training: Training, lesson_uid: UUID) -> Quiz:
    """Return a quiz of a training that opens at a time; else Missing."""
    found = next((quiz for quiz in waiting_rooms(training) if quiz.lesson.uid == lesson_uid), None)
    if found is None:
        raise Missing
    return found


def waiting_people(quiz: Quiz, training: Training, *, now: datetime, text: str = "", state: str = "") -> Select[Any]:
    """Return a select of (participation, place, state) of a training's participants by name."""
    stands = _state(now)
    found: Any = (
        participants(training.id, text=text).with_only_columns(Participation, LobbyPlace, stands)
        .outerjoin(LobbyPlace, and_(LobbyPlace.participation_id == Participation.id, LobbyPlace.quiz_id == quiz.id))
        .outerjoin(Attempt, and_(Attempt.participation_id == Participation.id, Attempt.quiz_id == quiz.id,
                                 Attempt.number == _newest(quiz)))
    )  # fmt: skip
    return cast("Select[Any]", found.where(stands == state) if state in STATES else found)


def waiting_counts(quiz: Quiz, training: Training, *, now: datetime) -> dict[str, int]:
    """Return how many participants stand where. One query."""
    rows = waiting_people(quiz, training, now=now).order_by(None).with_only_columns(_state(now).label("state"))
    people = rows.subquery()
    counted = db.session.execute(select(people.c.state, func.count().label("n")).group_by(people.c.state))
    return dict.fromkeys(STATES, 0) | {row.state: row.n for row in counted}


def pictures_by_uid(uids: Sequence[UUID]) -> dict[UUID, tuple[str, bytes]]:
    """Return the media type and the bytes of the bank's pictures by uid, as many as MOST_PICTURES allows."""
    found, total = {}, 0
    rows = select(BankFile).where(BankFile.uid.in_(uids)).options(joinedload(BankFile.file)).order_by(BankFile.id)
    for row in db.session.scalars(rows):
        total += row.file.size
        if total <= MOST_PICTURES:
            found[row.uid] = (row.file.media_type, files.read(row.file))
    return found


def _newest(quiz: Quiz) -> Any:
    one = table_of(Attempt).alias()
    return (
        select(func.max(one.c.number)).where(one.c.quiz_id == quiz.id, one.c.participation_id == Participation.id)
        .correlate(Participation).scalar_subquery()
    )  # fmt: skip


def _state(now: datetime) -> ColumnElement[str]:
    is_here = and_(LobbyPlace.opened_at.is_(None), LobbyPlace.seen_at >= now - IS_HERE_FOR)
    return case(
        (Attempt.state == AttemptState.OPEN, "taking"),
        (and_(is_here, LobbyPlace.ready_at.is_not(None)), "ready"),
        (is_here, "waiting"),
        (Attempt.id.is_not(None), "done"),
        else_="away",
    )
