"""Reads of minutes and their decisions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import permissions
from lms.trainings.models import MinuteItem, Outcome, Training, TrainingSession


def minutes_of(training_id: int) -> Sequence[MinuteItem]:
    """Return the minutes of a training, by session and in the order of writing."""
    return db.session.scalars(
        select(MinuteItem)
        .outerjoin(TrainingSession, TrainingSession.id == MinuteItem.session_id)
        .where(MinuteItem.training_id == training_id, MinuteItem.removed_at.is_(None))
        .options(joinedload(MinuteItem.session))
        .order_by(TrainingSession.starts_at.nulls_first(), MinuteItem.session_id, MinuteItem.id)
    ).all()


def open_decisions(principal: Principal) -> Select[MinuteItem]:
    """Return the select of decisions that wait, of every training in reach, the most urgent first."""
    return (
        select(MinuteItem)
        .join(Training, Training.id == MinuteItem.training_id)
        .where(
            permissions.sees(principal), MinuteItem.decision != "", MinuteItem.outcome == Outcome.OPEN,
            MinuteItem.removed_at.is_(None),
        )
        .options(joinedload(MinuteItem.training), joinedload(MinuteItem.session))
        .order_by(MinuteItem.due.nulls_last(), MinuteItem.id)
    )  # fmt: skip


def get_item_within(principal: Principal, uid: UUID) -> MinuteItem:
    """Return an item of the minutes with its training; Missing out of reach."""
    found = db.session.scalar(
        select(MinuteItem)
        .join(Training, Training.id == MinuteItem.training_id)
        .where(MinuteItem.uid == uid, MinuteItem.removed_at.is_(None), permissions.sees(principal))
        .options(joinedload(MinuteItem.training), joinedload(MinuteItem.session))
    )
    if found is None:
        raise Missing
    return found
