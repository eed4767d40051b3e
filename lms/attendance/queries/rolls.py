"""Who is expected in a session, told by delegation and name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, select, type_coerce

from lms.accounts.models import Person
from lms.attendance.models import AttendanceState, Mark, Phase, Status
from lms.core.db import UidText, db, table_of
from lms.places.models import Region
from lms.trainings.models import Capacity, Participation, TrainingSession

Rows = Sequence[Any]
_region, _seat, _state, _mark = (table_of(kind).c for kind in (Region, Participation, AttendanceState, Mark))
_UP, _UP_TWO, _UP_THREE = (table_of(Region).alias() for _ in range(3))
# A delegation is told by province and regency, wherever below them its people work.
PROVINCE = case(
    (_region.level == 1, _region.name), (_region.level == 2, _UP.c.name), (_region.level == 3, _UP_TWO.c.name),
    else_=_UP_THREE.c.name,
)  # fmt: skip
REGENCY = case(
    (_region.level == 2, _region.name), (_region.level == 3, _UP.c.name), (_region.level == 4, _UP_TWO.c.name)
)


def roll(session: TrainingSession, phase: Phase = Phase.START) -> Rows:
    """Return who is expected in a session, by delegation and name, with their status: one query.

    Rows: id, uid, name, office, position, capacity, regency, province, status, in_conflict, mark_uid; uids as text.
    """
    asked = {"session_id": session.id, "training_id": session.training_id, "phase": phase}
    return db.session.execute(_ROLL, asked).all()


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


def expected_by_capacity(training_id: int) -> dict[Capacity, int]:
    """Return how many people of each capacity a session of this training expects."""
    rows = db.session.execute(
        select(Participation.capacity, func.count()).where(*are_expected(training_id)).group_by(Participation.capacity)
    )
    return {row.capacity: row[1] for row in rows}


def are_expected(training_id: Any, seat: Any = Participation) -> tuple[Any, ...]:
    """Return the conditions of a participation that a training's sessions expect; `seat` is what has its columns."""
    return (seat.training_id == training_id, seat.withdrawn_at.is_(None), seat.registered_at.is_not(None))


def with_regions(statement: Any) -> Any:
    """Join a select of participations to the region of each and to those above it."""
    return (
        statement.outerjoin(table_of(Region), _region.id == _seat.region_id)
        .outerjoin(_UP, _UP.c.id == _region.parent_id)
        .outerjoin(_UP_TWO, _UP_TWO.c.id == _UP.c.parent_id)
        .outerjoin(_UP_THREE, _UP_THREE.c.id == _UP_TWO.c.parent_id)
    )


# Made once, of plain rows: a phone asks for 210 of them over and over.
_ROLL = (
    with_regions(
        select(
            _seat.id, type_coerce(_seat.uid, UidText).label("uid"), _seat.name_shown.label("name"),
            _seat.office_shown.label("office"), _seat.position_shown.label("position"), _seat.capacity,
            REGENCY.label("regency"), PROVINCE.label("province"), _state.status, _state.in_conflict,
            type_coerce(_mark.uid, UidText).label("mark_uid"),
        ).select_from(table_of(Participation))
    )
    .outerjoin(
        table_of(AttendanceState),
        (_state.participation_id == _seat.id)
        & (_state.session_id == bindparam("session_id"))
        & (_state.phase == bindparam("phase")),
    )
    .outerjoin(table_of(Mark), _mark.id == _state.mark_id)
    .where(*are_expected(bindparam("training_id"), _seat))
    .order_by(_region.code.nulls_last(), _seat.sort_name, _seat.id)
)  # fmt: skip
