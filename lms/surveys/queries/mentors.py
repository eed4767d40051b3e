"""Reads of follow-ups as mentors see them: about whom they are asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.surveys import permissions
from lms.surveys.models import MentorResponse, Survey
from lms.surveys.queries.surveys import is_spoken_of
from lms.trainings.models import Participation

MOST_SHOWN = 100


def waiting_for_mentor(principal: Principal, *, now: datetime) -> Sequence[Any]:
    """Return the open (survey, participation) pairs about which a mentor is asked and nobody has answered yet."""
    return db.session.execute(
        _pairs(principal)
        .where(is_open(now), ~is_answered())
        .order_by(Survey.closes_at.nulls_last(), Survey.id, Participation.sort_name, Participation.id)
        .limit(MOST_SHOWN)
    ).all()


def get_spoken_of(principal: Principal, survey_uid: UUID, participation_uid: UUID) -> tuple[Survey, Participation]:
    """Return a survey with the participant about whom it asks a mentor; Missing for who is not that mentor."""
    statement = _pairs(principal).where(Survey.uid == survey_uid, Participation.uid == participation_uid)
    found = db.session.execute(statement).first()
    if found is None:
        raise Missing
    return found.Survey, found.Participation


def find_mentor_response(survey_id: int, participation_id: int) -> MentorResponse | None:
    """Return what a mentor said about a participant, or None."""
    return db.session.scalar(
        select(MentorResponse).where(
            MentorResponse.survey_id == survey_id, MentorResponse.participation_id == participation_id
        )
    )


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the predicate "this Survey takes answers at a moment"."""
    return and_(Survey.opens_at <= now, or_(Survey.closes_at.is_(None), Survey.closes_at > now))


def is_answered() -> Exists:
    """Return the predicate "a mentor has said in this Survey what became of this Participation"."""
    about = (MentorResponse.survey_id == Survey.id, MentorResponse.participation_id == Participation.id)
    return exists().where(*about).correlate(Survey, Participation)


def _pairs(principal: Principal) -> Select[Survey, Participation]:
    return (
        select(Survey, Participation)
        .join(Participation, Participation.training_id == Survey.training_id)
        .where(is_spoken_of(), permissions.mentors(principal))
        .options(joinedload(Survey.training), joinedload(Participation.person))
    )
