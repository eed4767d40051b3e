"""Who is expected in a session, told by delegation and name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from lms.accounts.models import Person
from lms.attendance.models import AttendanceState, Mark, Phase, Status
from lms.core.db import db
from lms.places.models import Region
from lms.trainings.models import Capacity, Participation, TrainingSession

Rows = Sequence[Any]
_UP, _UP_TWO, _UP_THREE = aliased(Region), aliased(Region), aliased(Region)
# A delegation is told by province and regency, wherever below them its people work.
PROVINCE = case(
    (Region.level == 1, Region.name), (Region.level == 2, _UP.name), (Region.level == 3, _UP_TWO.name),
    else_=_UP_THREE.name,
)  # fmt: skip
REGENCY = case((Region.level == 2, Region.name), (Region.level == 3, _UP.name), (Region.level == 4, _UP_TWO.name))


def roll(session: TrainingSession, phase: Phase = Phase.START) -> Rows:
    """Return who is expected in a session, by delegation and name, with their status: one query.

    Rows: id, uid, name, office, position, capacity, regency, province, code, status, in_conflict, mark_uid.
    """
    return db.session.execute(
        with_regions(
            select(
                Participation.id, Participation.uid, Participation.name_shown.label("name"),
                Participation.office_shown.label("office"), Participation.position_shown.label("position"),
                Participation.capacity, REGENCY.label("regency"), PROVINCE.label("province"),
                AttendanceState.status, AttendanceState.in_conflict, Mark.uid.label("mark_uid"),
            )
        )
        .outerjoin(
            AttendanceState,
            (AttendanceState.participation_id == Participation.id)
            & (AttendanceState.session_id == session.id)
            & (AttendanceState.phase == phase),
        )
        .outerjoin(Mark, Mark.id == AttendanceState.mark_id)
        .where(*are_expected(session.training_id))
        .order_by(Region.code.nulls_last(), Participation.sort_name, Participation.id)
    ).all()  # fmt: skip


def sheet_rows(training_id: int, capacities: Sequence[Capacity] = tuple(Capacity)) -> Rows:
    """Return who signs a sheet, in the order of the roll: name, nip, position, office, regency, province, sex."""
    return db.session.execute(
        with_regions(
            select(
                Participation.name_shown.label("name"), Person.nip, Participation.position_shown.label("position"),
                Participation.office_shown.label("office"), REGENCY.label("regency"), PROVINCE.label("province"),
                Person.sex,
            )
            .join(Person, Person.id == Participation.person_id)
        )
        .where(*are_expected(training_id), Participation.capacity.in_(capacities))
        .order_by(Region.code.nulls_last(), Participation.sort_name, Participation.id)
    ).all()  # fmt: skip


def expected(training_id: int) -> Rows:
    """Return everyone whom the sessions of a training expect, in the order of the roll.

    Rows: id, uid, name, office, capacity, badge_code, regency, province.
    """
    return db.session.execute(
        with_regions(
            select(
                Participation.id,
                Participation.uid,
                Participation.name_shown.label("name"),
                Participation.office_shown.label("office"),
                Participation.capacity,
                Participation.badge_code,
                REGENCY.label("regency"),
                PROVINCE.label("province"),
            )
        )
        .where(*are_expected(training_id))
        .order_by(Region.code.nulls_last(), Participation.sort_name, Participation.id)
    ).all()


def unmarked(session: TrainingSession, phase: Phase = Phase.START) -> dict[int, str | None]:
    """Return {participation: uid of the mark that took its status back, or None} of those without a status."""
    here = (AttendanceState.participation_id == Participation.id) & (AttendanceState.session_id == session.id)
    rows: Any = db.session.execute(
        select(Participation.id, Mark.uid)
        .outerjoin(AttendanceState, here & (AttendanceState.phase == phase))
        .outerjoin(Mark, Mark.id == AttendanceState.mark_id)
        .where(*are_expected(session.training_id))
        .where(AttendanceState.id.is_(None) | (AttendanceState.status == Status.CLEARED))
        .order_by(Participation.id)
    )
    return {key: uid.hex if uid else None for key, uid in rows}


def expected_count(training_id: int) -> int:
    """Return how many people a session of this training expects."""
    return db.session.scalar(select(func.count(Participation.id)).where(*are_expected(training_id))) or 0


def are_expected(training_id: int) -> tuple[Any, ...]:
    """Return the conditions of a participation that the sessions of a training expect."""
    return (
        Participation.training_id == training_id,
        Participation.withdrawn_at.is_(None),
        Participation.registered_at.is_not(None),
    )


def with_regions(statement: Any) -> Any:
    """Join a select of participations to the region of each and to those above it."""
    return (
        statement.outerjoin(Region, Region.id == Participation.region_id)
        .outerjoin(_UP, _UP.id == Region.parent_id)
        .outerjoin(_UP_TWO, _UP_TWO.id == _UP.parent_id)
        .outerjoin(_UP_THREE, _UP_THREE.id == _UP_TWO.parent_id)
    )
