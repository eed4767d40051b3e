"""Reads of surveys as those see them who are asked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.surveys.models import EVALUATIONS, Survey, SurveyReceipt
from lms.surveys.queries.surveys import is_asked
from lms.trainings.models import Participation


def waiting_for(person_id: int, *, now: datetime) -> Sequence[Survey]:
    """Return the open surveys that ask a person and that the person has not answered, the next to close first."""
    return db.session.scalars(
        select(Survey)
        .join(Participation, Participation.training_id == Survey.training_id)
        .where(
            Participation.person_id == person_id, *_is_open(now), is_asked(), ~_has_answered(),
        )
        .options(joinedload(Survey.training))
        .order_by(Survey.closes_at.nulls_last(), Survey.id)
    ).all()  # fmt: skip


def unanswered(*, now: datetime, since: datetime) -> Sequence[Any]:
    """Return the surveys that are open and opened after `since`, with each person whom they ask and who is silent.

    Of an anonymous one all whom it asks, as in `silent_in`.
    """
    return db.session.execute(
        select(Survey, Participation.person_id)
        .join(Participation, Participation.training_id == Survey.training_id)
        .where(Survey.opens_at > since, *_is_open(now), is_asked(), or_(Survey.is_anonymous, ~_has_answered()))
        .options(joinedload(Survey.training))
        .order_by(Survey.id, Participation.id)
    ).all()


def silent_in(training_id: int, *, now: datetime) -> Select[Participation]:
    """Return the select of a training's people whom an open survey asks and who are silent.

    Of an anonymous survey all whom it asks: the list, looked at twice, would tell who answered in between.
    """
    is_silent = or_(Survey.is_anonymous, ~_has_answered())
    waits = exists().where(Survey.training_id == training_id, *_is_open(now), is_asked(), is_silent)
    return (
        select(Participation)
        .where(Participation.training_id == training_id, waits.correlate(Participation))
        .order_by(Participation.sort_name, Participation.id)
    )


def open_evaluations(training_ids: Iterable[int], *, now: datetime) -> dict[int, int]:
    """Return how many evaluations that have opened a participation has not filled in; only receipts are looked at."""
    rows = db.session.execute(
        select(Participation.id, func.count(Survey.id))
        .join(Survey, Survey.training_id == Participation.training_id)
        .where(Survey.training_id.in_(list(training_ids)), Survey.aim.in_(EVALUATIONS), Survey.opens_at <= now,
               is_asked(), ~_has_answered())
        .group_by(Participation.id)
    )  # fmt: skip
    return {participation_id: count for participation_id, count in rows}  # noqa: C416 - a row is no tuple to dict()


def still_evaluating(*, now: datetime) -> Select[int]:
    """Return the select of the trainings whose evaluations are not all over."""
    return select(Survey.training_id).where(
        Survey.aim.in_(EVALUATIONS), or_(Survey.closes_at.is_(None), Survey.closes_at > now)
    )


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


def _is_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Survey.opens_at <= now, or_(Survey.closes_at.is_(None), Survey.closes_at > now)


def _has_answered() -> Exists:
    mine = (SurveyReceipt.survey_id == Survey.id, SurveyReceipt.participation_id == Participation.id)
    return exists().where(*mine).correlate(Survey, Participation)
