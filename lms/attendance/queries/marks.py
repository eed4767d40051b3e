"""Marks as they were made."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.attendance.models import CodeSettlement, Mark, Status
from lms.attendance.queries.rolls import Rows
from lms.core.db import db
from lms.core.principals import PrincipalRow
from lms.trainings.models import Participation, TrainingSession


def history(session: TrainingSession, participation: Participation) -> Rows:
    """Return every mark of a person in a session, newest first, with who made it."""
    return db.session.execute(
        select(Mark, actor_name().label("who"))
        .join(PrincipalRow, PrincipalRow.id == Mark.principal_id)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(Mark.session_id == session.id, Mark.participation_id == participation.id)
        .order_by(Mark.at.desc(), Mark.id.desc())
    ).all()


def marks_said(session_id: int, participation_ids: list[int] | None) -> Rows:
    """Return the marks of a session (of some people) as derivation needs them."""
    statement = select(
        Mark.id, Mark.uid, Mark.participation_id, Mark.phase, Mark.status, Mark.method, Mark.after
    ).where(Mark.session_id == session_id, Mark.participation_id.is_not(None))
    if participation_ids is not None:
        statement = statement.where(Mark.participation_id.in_(participation_ids))
    return db.session.execute(statement).all()


def marks_by_uid(principal_id: int, uids: list[UUID]) -> dict[UUID, Mark]:
    """Return what a principal has sent before, by the marks' own uids."""
    rows = db.session.scalars(select(Mark).where(Mark.principal_id == principal_id, Mark.uid.in_(uids)))
    return {mark.uid: mark for mark in rows}


def marks_of_batch(batch: UUID) -> Sequence[Mark]:
    """Return the marks that were made together."""
    return db.session.scalars(select(Mark).where(Mark.batch == batch)).all()


def status_before(mark: Mark) -> Status:
    """Return the status that the author of a mark had seen, CLEARED where there was none."""
    if not mark.after:
        return Status.CLEARED
    seen = db.session.scalars(select(Mark).where(Mark.uid.in_([UUID(uid) for uid in mark.after]))).all()
    return seen[0].status if seen else Status.CLEARED


def unknown_codes(training_id: int) -> Sequence[Mark]:
    """Return the marks whose code nobody knew and that no human has settled since."""
    return db.session.scalars(
        select(Mark)
        .join(TrainingSession, TrainingSession.id == Mark.session_id)
        .outerjoin(CodeSettlement, CodeSettlement.mark_id == Mark.id)
        .where(TrainingSession.training_id == training_id, Mark.participation_id.is_(None))
        .where(CodeSettlement.id.is_(None))
        .options(joinedload(Mark.principal))
        .order_by(Mark.raw_code, Mark.at, Mark.id)
    ).all()
