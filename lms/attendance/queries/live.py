"""What the live page of a running event counts: a constant number of queries, whatever the number of marks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, select

from lms.attendance.models import AttendanceState, Phase, Status
from lms.attendance.queries.rolls import PROVINCE, REGENCY, Rows, with_regions
from lms.core.db import db
from lms.places.models import Region
from lms.trainings.models import Participation
from lms.trainings.queries.numbers import counted


def delegations(training_id: int, session_ids: Sequence[int]) -> Rows:
    """Return how many participants are registered, have arrived and are in one of these sessions, by delegation.

    So they add up to the numbers of the training: trainers and organisers are sent by nobody.
    Rows: province, regency, expected, arrived, here.
    """
    person = _each(training_id, session_ids)
    columns: list[Any] = [
        person.c.province, person.c.regency, func.count().label("expected"),
        func.sum(person.c.has_arrived).label("arrived"), func.sum(person.c.is_here).label("here"),
    ]  # fmt: skip
    first_code = func.min(person.c.code)
    return db.session.execute(
        select(*columns)
        .group_by(person.c.province, person.c.regency)
        .order_by(first_code.is_(None), first_code, person.c.regency)
    ).all()


def _each(training_id: int, session_ids: Sequence[int]) -> Any:
    """Return each registered participant with the own province and regency: has one arrived, is one in a session?"""
    came = (
        select(AttendanceState.participation_id)
        .where(
            AttendanceState.session_id.in_(session_ids),
            AttendanceState.phase == Phase.START,
            AttendanceState.status.in_([Status.PRESENT, Status.LATE]),
        )
        .distinct()
        .subquery()
    )
    return (
        with_regions(
            select(
                PROVINCE.label("province"), REGENCY.label("regency"), Region.code.label("code"),
                case((Participation.arrived_at.is_not(None), 1), else_=0).label("has_arrived"),
                case((came.c.participation_id.is_not(None), 1), else_=0).label("is_here"),
            ).select_from(Participation)
        )
        .outerjoin(came, came.c.participation_id == Participation.id)
        .where(Participation.training_id == training_id, counted("registered"))
        .subquery()
    )  # fmt: skip
