"""Marks as they were made."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.accounts.queries import actor_name
from lms.attendance.models import CodeSettlement, Mark, Status
from lms.attendance.queries.rolls import Rows
from lms.core.db import db, table_of
from lms.core.principals import PrincipalRow
from lms.trainings.models import Participation, TrainingSession

_mark, _seat = table_of(Mark).c, table_of(Participation).c
# Made once, of plain rows: they stand in the way of every mark.
_SAID = select(_mark.id, _mark.uid, _mark.participation_id, _mark.phase, _mark.status, _mark.method, _mark.after).where(
    _mark.session_id == bindparam("session_id"), _mark.participation_id.is_not(None)
)
_SAID_OF = _SAID.where(_mark.participation_id.in_(bindparam("ids", expanding=True)))
_SENT = select(_mark.uid, _mark.session_id, _mark.participation_id, _mark.raw_code, _mark.status).where(
    _mark.principal_id == bindparam("principal_id"), _mark.uid.in_(bindparam("uids", expanding=True))
)
_MARKED = select(_seat.id, _seat.uid, _seat.badge_code).where(
    _seat.training_id == bindparam("training_id"),
    _seat.uid.in_(bindparam("uids", expanding=True)) | _seat.badge_code.in_(bindparam("codes", expanding=True)),
)


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
    if participation_ids is None:
        return db.session.execute(_SAID, {"session_id": session_id}).all()
    return db.session.execute(_SAID_OF, {"session_id": session_id, "ids": participation_ids}).all()


def marks_by_uid(principal_id: int, uids: list[UUID]) -> dict[UUID, Any]:
    """Return what a principal has sent before, by the marks' own uids.

    Rows: uid, session_id, participation_id, raw_code, status.
    """
    rows: Any = db.session.execute(_SENT, {"principal_id": principal_id, "uids": uids})
    return {row.uid: row for row in rows}


def marked_people(training_id: int, uids: list[UUID], codes: list[str]) -> Rows:
    """Return whom marks are about, by their uids or the codes of their badges: id, uid, badge_code."""
    return db.session.execute(_MARKED, {"training_id": training_id, "uids": uids, "codes": codes}).all()


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
