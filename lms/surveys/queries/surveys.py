"""Reads of surveys as staff see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, null, or_, select
from sqlalchemy.orm import joinedload

from lms.attendance import queries as attendance
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.questionnaires.rules import Result, result_of
from lms.surveys import rules
from lms.surveys.models import Aim, MentorResponse, Survey, SurveyReceipt, SurveyResponse
from lms.surveys.permissions import ANSWERING
from lms.trainings import queries as trainings
from lms.trainings.models import Participation, SessionTrainer, Training


@dataclass(frozen=True)
class Counted:
    """A survey with how many are asked and how many have answered."""

    survey: Survey
    asked: int
    answered: int


def get_run_training(principal: Principal, uid: UUID) -> Training:
    """Return a training whose surveys a principal may change; out of reach looks like missing."""
    training = trainings.get_training_within(principal, uid)
    if not trainings.may_run(principal, training.id):
        raise Missing
    return training


def get_within(principal: Principal, uid: UUID) -> Survey:
    """Return a survey with its training; Missing when that is out of reach."""
    seen = trainings.trainings_within(principal).with_only_columns(Training.id)
    survey = db.session.scalar(
        select(Survey).where(Survey.uid == uid, Survey.training_id.in_(seen)).options(joinedload(Survey.training))
    )
    if survey is None:
        raise Missing
    return survey


def is_asked() -> ColumnElement[bool]:
    """Return the predicate "this Survey asks this Participation": who was in the session, with the trainer, or came."""
    taught = select(SessionTrainer.session_id).where(SessionTrainer.participation_id == Survey.trainer_id)
    with_trainer = attendance.presence(Participation.id, taught.correlate(Survey))
    in_session = attendance.presence(Participation.id, [Survey.session_id])
    return and_(
        ~Survey.asks_mentor,
        Participation.training_id == Survey.training_id,
        Participation.capacity.in_(ANSWERING),
        Participation.withdrawn_at.is_(None),
        Participation.registered_at.is_not(None),
        or_(
            and_(Survey.aim == Aim.SESSION, in_session.correlate(Survey, Participation).exists()),
            and_(Survey.aim == Aim.TRAINER, with_trainer.correlate(Survey, Participation).exists()),
            and_(Survey.aim.in_([Aim.TRAINING, Aim.FOLLOW_UP]), Participation.arrived_at.is_not(None)),
        ),
    )


def is_spoken_of() -> ColumnElement[bool]:
    """Return the predicate "this Survey asks mentors about this Participation": who came."""
    return and_(
        Survey.asks_mentor,
        Participation.training_id == Survey.training_id,
        Participation.capacity.in_(ANSWERING),
        Participation.withdrawn_at.is_(None),
        Participation.arrived_at.is_not(None),
    )


def counted(training_id: int) -> list[Counted]:
    """Return the surveys of a training in their order, each with how many are asked and have answered: one query."""
    either = or_(is_asked(), is_spoken_of())
    people = select(func.count(Participation.id)).where(either).correlate(Survey).scalar_subquery().label("asked")
    receipts, words = (
        select(func.count()).select_from(table).where(table.survey_id == Survey.id).correlate(Survey).scalar_subquery()
        for table in (SurveyReceipt, MentorResponse)
    )
    rows = db.session.execute(
        select(Survey, people, (receipts + words).label("answered"))
        .where(Survey.training_id == training_id)
        .order_by(Survey.opens_at, Survey.id)
    )
    return [Counted(*row) for row in rows]


def not_answered(survey: Survey) -> Select[Participation]:
    """Return the select of those whom a survey with names asks and who have not answered; nobody of an anonymous one.

    Who has answered an anonymous survey stays between it and them: their list, looked at twice, would tell who said
    what came in between.
    """
    kept = MentorResponse if survey.asks_mentor else SurveyReceipt
    answered = exists().where(kept.survey_id == survey.id, kept.participation_id == Participation.id)
    meant = is_spoken_of() if survey.asks_mentor else is_asked()
    return (
        select(Participation)
        .join(Survey, Survey.training_id == Participation.training_id)
        .where(Survey.id == survey.id, Survey.is_anonymous.is_(False), meant, ~answered)
        .options(joinedload(Participation.person))
        .order_by(Participation.sort_name, Participation.id)
    )


def responses_of(survey: Survey) -> Sequence[Any]:
    """Return what was answered, in the order of random keys: answers, day, name (None without one), mentor."""
    if survey.asks_mentor:
        return db.session.execute(
            select(MentorResponse.answers, MentorResponse.day, Participation.name_shown.label("name"),
                   MentorResponse.name.label("mentor"))
            .join(Participation, Participation.id == MentorResponse.participation_id)
            .where(MentorResponse.survey_id == survey.id)
            .order_by(MentorResponse.id)
        ).all()  # fmt: skip
    return db.session.execute(
        select(
            SurveyResponse.answers, SurveyResponse.day, Participation.name_shown.label("name"), null().label("mentor")
        )
        .outerjoin(Participation, Participation.id == SurveyResponse.participation_id)
        .where(SurveyResponse.survey_id == survey.id)
        .order_by(SurveyResponse.id)
    ).all()


def results_of(survey: Survey) -> list[Result]:
    """Return what the answers to a survey add up to, nothing while they are hidden."""
    return results_by_survey([survey])[survey.id]


def results_by_survey(surveys: Sequence[Survey]) -> dict[int, list[Result]]:
    """Return the results of several surveys by id, nothing while they are hidden: two queries."""
    said: dict[int, list[Any]] = {survey.id: [] for survey in surveys}
    for table in (SurveyResponse, MentorResponse):
        rows = select(table.survey_id, table.answers).where(table.survey_id.in_(list(said)))
        for survey_id, answers in db.session.execute(rows):
            said[survey_id].append(answers)
    return {survey.id: _results(survey, said[survey.id]) for survey in surveys}


def _results(survey: Survey, answers: Sequence[Any]) -> list[Result]:
    if not rules.is_shown(len(answers), is_anonymous=survey.is_anonymous):
        return []
    return [result_of(question, answers) for question in survey.questions]


def has_survey(
    training_id: int, aim: Aim, *, session_id: int | None = None, trainer_id: int | None = None,
    asks_mentor: bool = False,
) -> bool:  # fmt: skip
    """Tell whether a training has a survey about this already."""
    same = exists().where(
        Survey.training_id == training_id, Survey.aim == aim, Survey.asks_mentor.is_(asks_mentor),
        Survey.session_id.is_not_distinct_from(session_id),
        Survey.trainer_id.is_not_distinct_from(trainer_id),
    )  # fmt: skip
    return bool(db.session.scalar(select(same)))


def taught_sessions(training_id: int) -> tuple[list[Any], dict[int, Participation]]:
    """Return the sessions of a training that teach something, and its trainers by participation id."""
    held = [s for s in trainings.sessions_of(training_id) if s.counts and s.cancelled_at is None]
    by_session = trainings.trainers_of([session.id for session in held])
    return held, {who.id: who for teaching in by_session.values() for who in teaching}
