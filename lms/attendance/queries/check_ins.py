"""Reads of self check-in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.attendance import rules
from lms.attendance.models import AttendanceState, CheckIn, CheckInTrace, Mark, Phase, Status
from lms.attendance.rules import Trace
from lms.core.db import db
from lms.core.errors import Missing
from lms.trainings.models import Participation, TrainingSession


def find_check_in(session_id: int, phase: Phase) -> CheckIn | None:
    """Return the self check-in of a session, open or closed, or None."""
    return db.session.scalar(select(CheckIn).where(CheckIn.session_id == session_id, CheckIn.phase == phase))


def get_open_check_in(code: str) -> CheckIn:
    """Return the open self check-in of a short code with its session and training; Missing for any other code."""
    whole = joinedload(CheckIn.session).joinedload(TrainingSession.training)
    open_one = select(CheckIn).where(CheckIn.code == code.upper(), CheckIn.closed_at.is_(None))
    found = db.session.scalar(open_one.options(whole))
    if found is None:
        raise Missing
    return found


def find_expected(training_id: int, person_id: int | None) -> Participation | None:
    """Return the participation by which a training expects a person, or None."""
    return db.session.scalar(
        select(Participation)
        .where(
            Participation.training_id == training_id,
            Participation.person_id == person_id,
            Participation.withdrawn_at.is_(None),
            Participation.registered_at.is_not(None),
        )
        .order_by(Participation.id)
        .limit(1)
    )


def find_state(session_id: int, participation_id: int, phase: Phase) -> AttendanceState | None:
    """Return the status of one person in a session, or None."""
    return db.session.scalar(
        select(AttendanceState).where(
            AttendanceState.session_id == session_id,
            AttendanceState.participation_id == participation_id,
            AttendanceState.phase == phase,
            AttendanceState.status != Status.CLEARED,
        )
    )


def is_marked(principal_id: int, uid: UUID) -> bool:
    """Tell whether a principal has sent this mark before."""
    return db.session.scalar(select(Mark.id).where(Mark.principal_id == principal_id, Mark.uid == uid)) is not None


def count_here(session_id: int, phase: Phase) -> int:
    """Return how many people are present or late at a session, however they were marked."""
    return (
        db.session.scalar(
            select(func.count(AttendanceState.id)).where(
                AttendanceState.session_id == session_id,
                AttendanceState.phase == phase,
                AttendanceState.status.in_([Status.PRESENT, Status.LATE]),
            )
        )
        or 0
    )


def flagged_rows(session_id: int) -> list[tuple[Any, tuple[str, ...]]]:
    """Return the self marks of a session that a human may want to look at, each with why, the newest first."""
    rows: Sequence[Any] = db.session.execute(
        select(
            Mark.id, Mark.at, Participation.uid, Participation.name_shown.label("name"),
            Participation.office_shown.label("office"), CheckInTrace.device, CheckInTrace.network,
            CheckInTrace.away_km,
        )
        .join(CheckInTrace, CheckInTrace.mark_id == Mark.id)
        .join(Participation, Participation.id == Mark.participation_id)
        .where(Mark.session_id == session_id)
        .order_by(Mark.at.desc(), Mark.id.desc())
    ).all()  # fmt: skip
    kinds = rules.flagged([Trace(row.id, row.device, row.network, row.away_km) for row in rows])
    return [(row, kinds[row.id]) for row in rows if row.id in kinds]
