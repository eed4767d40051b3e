"""Reads of surveys as those see them who are asked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.surveys.models import Survey, SurveyReceipt
from lms.surveys.queries.surveys import is_asked
from lms.trainings.models import Participation


def waiting_for(person_id: int, *, now: datetime) -> Sequence[Survey]:
    """Return the open surveys that ask a person and that the person has not answered, the next to close first."""
    answered = exists().where(SurveyReceipt.survey_id == Survey.id, SurveyReceipt.participation_id == Participation.id)
    return db.session.scalars(
        select(Survey)
        .join(Participation, Participation.training_id == Survey.training_id)
        .where(
            Participation.person_id == person_id, Survey.opens_at <= now,
            or_(Survey.closes_at.is_(None), Survey.closes_at > now), is_asked(), ~answered,
        )
        .options(joinedload(Survey.training))
        .order_by(Survey.closes_at.nulls_last(), Survey.id)
    ).all()  # fmt: skip


def get_own(principal: Principal, uid: UUID) -> tuple[Survey, Participation]:
    """Return a survey that asks a principal, with the participation by which it does; Missing for anybody else."""
    found = db.session.execute(
        select(Survey, Participation)
        .join(Participation, Participation.training_id == Survey.training_id)
        .where(Survey.uid == uid, Participation.person_id == principal.person_id, is_asked())
        .options(joinedload(Survey.training))
        .order_by(Participation.id)
        .limit(1)
    ).first()
    if found is None:
        raise Missing
    return found.Survey, found.Participation


def find_receipt(survey_id: int, participation_id: int) -> SurveyReceipt | None:
    """Return the receipt of who has answered, or None."""
    return db.session.get(SurveyReceipt, (survey_id, participation_id))
