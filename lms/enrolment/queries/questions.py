"""Reads of trainings' own questions and of what people answered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Person
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.files import StoredFile
from lms.enrolment.models import Answer, Chosen, OwnQuestions
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity, Participation, Training, TrainingState

ASKED = (Capacity.PARTICIPANT, Capacity.FACILITATOR)


def find_own_questions(training_id: int) -> OwnQuestions | None:
    """Return a training's own questions, or None where it asks none."""
    return db.session.scalar(select(OwnQuestions).where(OwnQuestions.training_id == training_id))


def questions_of(training_id: int) -> list[dict[str, Any]]:
    """Return what a training asks those who register, an empty list where it asks nothing."""
    found = find_own_questions(training_id)
    return found.questionnaire.questions if found else []


def own_questions_with_training(questionnaire_id: int) -> OwnQuestions:
    """Return whose questions a questionnaire holds, with the training; Missing if nobody's."""
    found = db.session.scalar(
        select(OwnQuestions)
        .where(OwnQuestions.questionnaire_id == questionnaire_id)
        .options(joinedload(OwnQuestions.training))
    )
    if found is None:
        raise Missing
    return found


def find_answer(training_id: int, person_id: int) -> Answer | None:
    """Return what a person answered to a training's questions, or None."""
    return db.session.scalar(select(Answer).where(Answer.training_id == training_id, Answer.person_id == person_id))


def answers_of(training_id: int, person_ids: Iterable[int]) -> dict[int, Answer]:
    """Return what people answered to a training's questions, by person."""
    rows = db.session.scalars(
        select(Answer).where(Answer.training_id == training_id, Answer.person_id.in_(list(person_ids)))
    )
    return {row.person_id: row for row in rows}


def taken_of(training_id: int, *, but: int | None = None) -> dict[tuple[str, int], int]:
    """Return how many people of a training have chosen what, by (question, choice); `but` is somebody left out."""
    statement = (
        select(Chosen.question, Chosen.choice, func.count())
        .join(Answer, Answer.id == Chosen.answer_id)
        .where(Answer.training_id == training_id)
        .group_by(Chosen.question, Chosen.choice)
    )
    if but is not None:
        statement = statement.where(Answer.person_id != but)
    return {(question, choice): count for question, choice, count in db.session.execute(statement)}


def count_answered(training_id: int) -> int:
    """Return how many people have answered some of a training's questions; who only put them off has not."""
    has_some = cast(Answer.answers, Text) != "{}"
    return db.session.scalar(select(func.count(Answer.id)).where(Answer.training_id == training_id, has_some)) or 0


def answer_rows(training_id: int, *, text: str = "", picked: str = "") -> Select[Any]:
    """Return the select of (participation, answer) of those whom a training asks, by name.

    `picked` is "question:choice", "none" for those who have not answered, or empty for all.
    """
    statement = (
        trainings.people_rows(training_id, text=text, sort="name")
        .where(Participation.capacity.in_(ASKED))
        .outerjoin(Answer, and_(Answer.training_id == Participation.training_id,
                                Answer.person_id == Participation.person_id))
        .add_columns(Answer)
        .options(joinedload(Answer.version, innerjoin=False))  # else who has not answered is left out
    )  # fmt: skip
    question, _mark, choice = picked.partition(":")
    if picked == "none":
        return statement.where(or_(Answer.id.is_(None), ~Answer.is_complete))
    if choice.isascii() and choice.isdecimal() and len(choice) < 7:
        chose = exists().where(Chosen.answer_id == Answer.id, Chosen.question == question, Chosen.choice == int(choice))
        return statement.where(chose)
    return statement


def without_answers(training_id: int) -> Select[Participation]:
    """Return the select of those whom a training asks and who have not answered all that must be, by name."""
    answered = (
        exists()
        .where(Answer.training_id == training_id, Answer.person_id == Participation.person_id, Answer.is_complete)
        .correlate(Participation)
    )
    asks = exists().where(OwnQuestions.training_id == training_id)
    return (
        select(Participation)
        .where(
            Participation.training_id == training_id, Participation.capacity.in_(ASKED),
            Participation.registered_at.is_not(None), Participation.withdrawn_at.is_(None), asks, ~answered,
        )
        .order_by(Participation.sort_name, Participation.id)
    )  # fmt: skip


def silent_of(training_id: int, participation_ids: Collection[int]) -> dict[int, str]:
    """Return who of a training's people has not answered what it asks, each with why it was put off (often empty)."""
    rows = db.session.execute(
        without_answers(training_id)
        .where(Participation.id.in_(participation_ids))
        .outerjoin(Answer, and_(Answer.training_id == training_id, Answer.person_id == Participation.person_id))
        .with_only_columns(Participation.id, func.coalesce(Answer.put_off, ""))
    )
    return {participation_id: reason for participation_id, reason in rows}  # noqa: C416 - a row is no tuple to dict()


def unanswered_by(person_id: int, *, today: date) -> Sequence[Participation]:
    """Return a person's participations in trainings to come or under way that ask something not answered yet."""
    answered = exists().where(
        Answer.training_id == Training.id, Answer.person_id == Participation.person_id, Answer.is_complete
    )
    found = db.session.scalars(
        select(Participation)
        .join(Training, Training.id == Participation.training_id)
        .join(OwnQuestions, OwnQuestions.training_id == Training.id)
        .where(
            Participation.person_id == person_id, Participation.capacity.in_(ASKED),
            Participation.registered_at.is_not(None), Participation.withdrawn_at.is_(None),
            Training.state == TrainingState.OPEN, ~answered,
            or_(Training.starts.is_(None), func.coalesce(Training.ends, Training.starts) >= today),
        )
        .options(contains_eager(Participation.training))
        .order_by(Training.starts, Participation.id)
    )  # fmt: skip
    return found.all()


def get_asked(person_id: int, training_uid: UUID) -> Participation:
    """Return a person's own participation in a training that asks questions; Missing otherwise."""
    mine = [one for one in trainings.own_participations(person_id, training_uid) if one.capacity in ASKED]
    if not mine or mine[0].withdrawn_at is not None or find_own_questions(mine[0].training_id) is None:
        raise Missing
    return mine[0]


def kept_file(answers: Mapping[str, Any], key: str) -> StoredFile:
    """Return the file that answers a question; Missing if there is none."""
    kept = answers.get(key)
    if not isinstance(kept, dict) or "file" not in kept:
        raise Missing
    found = db.session.scalar(select(StoredFile).where(StoredFile.uid == UUID(kept["file"])))
    if found is None:
        raise Missing
    return found


def files_in(training_id: int) -> list[tuple[Answer, str, StoredFile]]:
    """Return the files with which people answered: the answer with its person, the question's key, and the file."""
    answers = db.session.scalars(
        select(Answer)
        .join(Person, Person.id == Answer.person_id)
        .where(Answer.training_id == training_id)
        .options(contains_eager(Answer.person))
        .order_by(Person.sort_name, Answer.id)
    )
    named = [(answer, key, UUID(kept["file"])) for answer in answers
             for key, kept in answer.answers.items() if isinstance(kept, dict) and "file" in kept]  # fmt: skip
    found = db.session.scalars(select(StoredFile).where(StoredFile.uid.in_([uid for *_who, uid in named])))
    by_uid = {one.uid: one for one in found}
    return [(answer, key, by_uid[uid]) for answer, key, uid in named if uid in by_uid]


def get_answer_in(training_id: int, uid: UUID) -> Answer:
    """Return one answer of a training; Missing if there is none."""
    found = db.session.scalar(select(Answer).where(Answer.uid == uid, Answer.training_id == training_id))
    if found is None:
        raise Missing
    return found
