"""Rolls, marks and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import case, false, func, select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.models import Appointment, Person
from lms.accounts.queries import actor_name
from lms.attendance import rules
from lms.attendance.models import AttendancePolicy, AttendanceState, CodeSettlement, Mark, Phase, Status
from lms.attendance.queries.devices import get_session_of_device
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Kind, Principal, PrincipalRow
from lms.places.models import Region
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity, Participation, Training, TrainingSession


@dataclass(frozen=True)
class JpShare:
    """Lesson hours in hundredths: attended, and required (every session that counts)."""

    attended: int
    required: int

    @property
    def share(self) -> float:
        """Attended over required, 0 where nothing is required."""
        return self.attended / self.required if self.required else 0.0


Rows = Sequence[Any]
_UP, _UP_TWO, _UP_THREE = aliased(Region), aliased(Region), aliased(Region)
# A delegation is told by province and regency, wherever below them its people work.
_PROVINCE = case(
    (Region.level == 1, Region.name), (Region.level == 2, _UP.name), (Region.level == 3, _UP_TWO.name),
    else_=_UP_THREE.name,
)  # fmt: skip
_REGENCY = case((Region.level == 2, Region.name), (Region.level == 3, _UP.name), (Region.level == 4, _UP_TWO.name))


def get_markable(principal: Principal, session_uid: UUID) -> TrainingSession:
    """Return a session that this principal may mark now; out of reach looks like missing."""
    session = _get_marked_by(principal, session_uid)
    rules.require_markable(is_open=session.training.is_open, is_cancelled=session.cancelled_at is not None)
    return session


def _get_marked_by(principal: Principal, session_uid: UUID) -> TrainingSession:
    if principal.kind == Kind.DEVICE:
        return get_session_of_device(principal, session_uid)
    session = trainings.get_session_within(principal, session_uid)
    if not trainings.may_mark(principal, session.id):
        raise Missing
    return session


def get_run_training(principal: Principal, training_uid: UUID) -> Training:
    """Return a training that this principal runs; out of reach looks like missing."""
    training = trainings.get_training_within(principal, training_uid)
    if not trainings.may_run(principal, training.id):
        raise Missing
    return training


def roll(session: TrainingSession, phase: Phase = Phase.START) -> Rows:
    """Return who is expected in a session, by delegation and name, with their status: one query.

    Rows: id, uid, name, office, position, capacity, regency, province, code, status, in_conflict, mark_uid.
    """
    return db.session.execute(
        select(
            Participation.id, Participation.uid, Participation.name_shown.label("name"),
            Participation.office_shown.label("office"), Participation.position_shown.label("position"),
            Participation.capacity, _REGENCY.label("regency"), _PROVINCE.label("province"),
            AttendanceState.status, AttendanceState.in_conflict, Mark.uid.label("mark_uid"),
        )
        .outerjoin(Region, Region.id == Participation.region_id)
        .outerjoin(_UP, _UP.id == Region.parent_id)
        .outerjoin(_UP_TWO, _UP_TWO.id == _UP.parent_id)
        .outerjoin(_UP_THREE, _UP_THREE.id == _UP_TWO.parent_id)
        .outerjoin(
            AttendanceState,
            (AttendanceState.participation_id == Participation.id)
            & (AttendanceState.session_id == session.id)
            & (AttendanceState.phase == phase),
        )
        .outerjoin(Mark, Mark.id == AttendanceState.mark_id)
        .where(*_expected(session.training_id))
        .order_by(Region.code.nulls_last(), Participation.sort_name, Participation.id)
    ).all()  # fmt: skip


def sheet_rows(training_id: int, capacities: Sequence[Capacity] = tuple(Capacity)) -> Rows:
    """Return who signs a sheet, in the order of the roll: name, nip, position, office, regency, province, sex."""
    return db.session.execute(
        select(
            Participation.name_shown.label("name"), Person.nip, Participation.position_shown.label("position"),
            Participation.office_shown.label("office"), _REGENCY.label("regency"), _PROVINCE.label("province"),
            Person.sex,
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Region, Region.id == Participation.region_id)
        .outerjoin(_UP, _UP.id == Region.parent_id)
        .outerjoin(_UP_TWO, _UP_TWO.id == _UP.parent_id)
        .outerjoin(_UP_THREE, _UP_THREE.id == _UP_TWO.parent_id)
        .where(*_expected(training_id), Participation.capacity.in_(capacities))
        .order_by(Region.code.nulls_last(), Participation.sort_name, Participation.id)
    ).all()  # fmt: skip


def find_in_charge(office_id: int, *, on: date) -> Any:
    """Return who was in charge of an office on a day, for "seen by": name, nip, position; None where nobody is."""
    return db.session.execute(
        select(Person.degree_before, Person.full_name, Person.degree_after, Person.nip, Appointment.position)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.office_id == office_id, Appointment.is_in_charge, Appointment.since <= on,
            (Appointment.until.is_(None)) | (Appointment.until >= on),
        )
        .order_by(Appointment.since.desc(), Appointment.id.desc())
        .limit(1)
    ).first()  # fmt: skip


def expected(training_id: int) -> Rows:
    """Return everyone whom the sessions of a training expect, in the order of the roll.

    Rows: id, uid, name, office, capacity, badge_code, regency, province.
    """
    return db.session.execute(
        select(
            Participation.id,
            Participation.uid,
            Participation.name_shown.label("name"),
            Participation.office_shown.label("office"),
            Participation.capacity,
            Participation.badge_code,
            _REGENCY.label("regency"),
            _PROVINCE.label("province"),
        )
        .outerjoin(Region, Region.id == Participation.region_id)
        .outerjoin(_UP, _UP.id == Region.parent_id)
        .outerjoin(_UP_TWO, _UP_TWO.id == _UP.parent_id)
        .outerjoin(_UP_THREE, _UP_THREE.id == _UP_TWO.parent_id)
        .where(*_expected(training_id))
        .order_by(Region.code.nulls_last(), Participation.sort_name, Participation.id)
    ).all()


def states_of(training_id: int) -> dict[tuple[int, int], str]:
    """Return the status letter by (session id, participation id)."""
    rows = db.session.execute(
        select(AttendanceState.session_id, AttendanceState.participation_id, AttendanceState.status)
        .join(TrainingSession, TrainingSession.id == AttendanceState.session_id)
        .where(TrainingSession.training_id == training_id, *_at_start(), AttendanceState.status != Status.CLEARED)
    )
    return {(row.session_id, row.participation_id): row.status.value for row in rows}


def unmarked(session: TrainingSession, phase: Phase = Phase.START) -> dict[int, str | None]:
    """Return {participation: uid of the mark that took its status back, or None} of those without a status."""
    here = (AttendanceState.participation_id == Participation.id) & (AttendanceState.session_id == session.id)
    rows: Any = db.session.execute(
        select(Participation.id, Mark.uid)
        .outerjoin(AttendanceState, here & (AttendanceState.phase == phase))
        .outerjoin(Mark, Mark.id == AttendanceState.mark_id)
        .where(*_expected(session.training_id))
        .where(AttendanceState.id.is_(None) | (AttendanceState.status == Status.CLEARED))
        .order_by(Participation.id)
    )
    return {key: uid.hex if uid else None for key, uid in rows}


def history(session: TrainingSession, participation: Participation) -> Rows:
    """Return every mark of a person in a session, newest first, with who made it."""
    return db.session.execute(
        select(Mark, actor_name().label("who"))
        .join(PrincipalRow, PrincipalRow.id == Mark.principal_id)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(Mark.session_id == session.id, Mark.participation_id == participation.id)
        .order_by(Mark.at.desc(), Mark.id.desc())
    ).all()


def counts(session_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many people have each status, by session."""
    rows = db.session.execute(
        select(AttendanceState.session_id, AttendanceState.status, func.count())
        .where(AttendanceState.session_id.in_(session_ids), *_at_start())
        .group_by(AttendanceState.session_id, AttendanceState.status)
    )
    found: dict[int, dict[str, int]] = {key: {} for key in session_ids}
    for session_id, status, count in rows:
        found[session_id][status.value] = count
    return found


def states_kept(session_id: int) -> dict[tuple[int, Phase], tuple[Status, bool, int]]:
    """Return the kept status, conflict and deciding mark of a session by participation and phase."""
    rows = db.session.execute(
        select(
            AttendanceState.participation_id, AttendanceState.phase, AttendanceState.status,
            AttendanceState.in_conflict, AttendanceState.mark_id,
        ).where(AttendanceState.session_id == session_id)
    )  # fmt: skip
    return {(row.participation_id, row.phase): (row.status, row.in_conflict, row.mark_id) for row in rows}


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


def deciding_marks(session_id: int, participation_ids: list[int]) -> dict[tuple[int, Phase], int]:
    """Return the id of the deciding mark by participation and phase."""
    rows = db.session.execute(
        select(AttendanceState.participation_id, AttendanceState.phase, AttendanceState.mark_id).where(
            AttendanceState.session_id == session_id, AttendanceState.participation_id.in_(participation_ids)
        )
    )
    return {(row.participation_id, row.phase): row.mark_id for row in rows}


def status_before(mark: Mark) -> Status:
    """Return the status that the author of a mark had seen, CLEARED where there was none."""
    if not mark.after:
        return Status.CLEARED
    seen = db.session.scalars(select(Mark).where(Mark.uid.in_([UUID(uid) for uid in mark.after]))).all()
    return seen[0].status if seen else Status.CLEARED


def session_uid(session_id: int) -> UUID:
    """Return the uid of a session."""
    return db.session.scalars(select(TrainingSession.uid).where(TrainingSession.id == session_id)).one()


def policy(training_id: int) -> AttendancePolicy:
    """Return how a training counts lateness and excuses."""
    found = db.session.scalar(select(AttendancePolicy).where(AttendancePolicy.training_id == training_id))
    return found or AttendancePolicy(
        training_id=training_id, late_percent=100, waives_excused=False, late_after=15, wants_end_mark=False,
        one_mark_percent=50,
    )  # fmt: skip


def jp_statement(how: AttendancePolicy) -> Any:
    """Return the select of (participation_id, attended, waived) in hundredths, summed in SQL."""
    start, end = aliased(AttendanceState), aliased(AttendanceState)
    earned = case(
        (start.status == Status.PRESENT, TrainingSession.jp),
        (start.status == Status.LATE, TrainingSession.jp * how.late_percent // 100),
        else_=0,
    )
    if how.wants_end_mark:
        stayed = end.status.in_([Status.PRESENT, Status.LATE])
        came = start.status.in_([Status.PRESENT, Status.LATE])
        one = TrainingSession.jp * how.one_mark_percent // 100
        earned = case((came & stayed, earned), (came | stayed, one), else_=0)
    excused = start.status.in_([Status.EXCUSED, Status.SICK]) if how.waives_excused else false()
    waived = case((excused, TrainingSession.jp), else_=0)
    who = select(AttendanceState.session_id, AttendanceState.participation_id).distinct().subquery()

    def side(state: Any, phase: Phase) -> Any:
        same = (state.session_id == who.c.session_id) & (state.participation_id == who.c.participation_id)
        return same & (state.phase == phase) & state.in_conflict.is_(False)

    return (
        select(
            who.c.participation_id,
            func.sum(earned).label("attended"),
            func.sum(waived).label("waived"),
        )
        .join(TrainingSession, TrainingSession.id == who.c.session_id)
        .outerjoin(start, side(start, Phase.START))
        .outerjoin(end, side(end, Phase.END))
        .where(*_counting(how.training_id))
        .group_by(who.c.participation_id)
    )


def attended_jp(training_id: int) -> dict[int, JpShare]:
    """Return each participation's lesson hours; the denominator is every session that counts, marked or not."""
    how = policy(training_id)
    total = required_jp(training_id)
    sums = {row.participation_id: row for row in db.session.execute(jp_statement(how))}
    everyone = db.session.scalars(select(Participation.id).where(Participation.training_id == training_id))
    found = {}
    for key in everyone:
        row = sums.get(key)
        found[key] = JpShare(int(row.attended), total - int(row.waived)) if row else JpShare(0, total)
    return found


def required_jp(training_id: int) -> int:
    """Return the lesson hours of all sessions that count, in hundredths."""
    return db.session.scalar(select(func.coalesce(func.sum(TrainingSession.jp), 0)).where(*_counting(training_id))) or 0


def conflicts(training_id: int) -> Sequence[AttendanceState]:
    """Return where equal marks contradict each other, for a human."""
    return db.session.scalars(
        select(AttendanceState)
        .join(TrainingSession, TrainingSession.id == AttendanceState.session_id)
        .where(TrainingSession.training_id == training_id, AttendanceState.in_conflict)
        .options(joinedload(AttendanceState.participation), joinedload(AttendanceState.session))
        .order_by(TrainingSession.starts_at, AttendanceState.id)
    ).all()


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


def sessions_with_counts(training_id: int) -> list[tuple[TrainingSession, dict[str, int]]]:
    """Return a training's sessions in order, each with its counts by status."""
    sessions = db.session.scalars(
        select(TrainingSession)
        .where(TrainingSession.training_id == training_id)
        .order_by(TrainingSession.starts_at, TrainingSession.room, TrainingSession.id)
    ).all()
    by_session = counts([session.id for session in sessions])
    return [(session, by_session[session.id]) for session in sessions]


def expected_count(training_id: int) -> int:
    """Return how many people a session of this training expects."""
    return db.session.scalar(select(func.count(Participation.id)).where(*_expected(training_id))) or 0


def count_unmarked(training_id: int) -> int:
    """Return how many places (a person in a session that counts) have no status."""
    sessions = db.session.scalar(select(func.count(TrainingSession.id)).where(*_counting(training_id))) or 0
    marked = (
        select(func.count(AttendanceState.id))
        .join(TrainingSession, TrainingSession.id == AttendanceState.session_id)
        .join(Participation, Participation.id == AttendanceState.participation_id)
        .where(*_counting(training_id), *_expected(training_id), *_at_start())
        .where(AttendanceState.status != Status.CLEARED)
    )
    return sessions * expected_count(training_id) - (db.session.scalar(marked) or 0)


def _expected(training_id: int) -> tuple[Any, ...]:
    return (
        Participation.training_id == training_id,
        Participation.withdrawn_at.is_(None),
        Participation.registered_at.is_not(None),
    )


def _counting(training_id: int) -> tuple[Any, ...]:
    return (
        TrainingSession.training_id == training_id,
        TrainingSession.counts,
        TrainingSession.jp > 0,
        TrainingSession.cancelled_at.is_(None),
    )


def _at_start() -> tuple[Any, ...]:
    return (AttendanceState.phase == Phase.START,)
