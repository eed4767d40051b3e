"""Marks: appended, taken back, and what they give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from lms.attendance import queries, rules
from lms.attendance.events import AttendanceMarked
from lms.attendance.models import AttendancePolicy, AttendanceState, CodeSettlement, Group, Mark, Method, Phase, Status
from lms.core import trail
from lms.core.db import db, table_of, transaction
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import TrainingSession

_ADD = insert(table_of(Mark))


@dataclass(frozen=True)
class NewMark:
    """A mark as a device sends it: its own uid, whose it is (or the raw code it read), and the marks it had seen."""

    uid: UUID
    status: Status
    participation_uid: UUID | None = None
    raw_code: str = ""
    method: Method = Method.MANUAL
    phase: Phase = Phase.START
    after: tuple[str, ...] = ()
    device_at: datetime | None = None
    reason: str = ""


@dataclass
class Marked:
    """What became of a batch: marks added, repeated ones, and codes that nobody knows yet.

    `read` and `left_out` are the rows of a sheet that its numbers named, "7 Budi", to be compared with the paper.
    """

    batch: UUID
    added: int = 0
    repeated: int = 0
    unknown: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@transaction()
def mark_many(
    session_uid: UUID, marks: Sequence[NewMark], *, by: Principal, now: datetime, batch: UUID | None = None,
    made_by: int | None = None,
) -> Marked:  # fmt: skip
    """Append marks to a session. A repeated mark changes nothing; an unknown code is kept for a human.

    `made_by` is the principal whose marks these are, when somebody else lets them in.
    """
    session = queries.get_markable(by, session_uid)
    answer = Marked(batch=batch or uuid4())
    whose = _participations(session.training_id, marks)
    author = made_by or by.id
    fresh = _without_repeats(session, marks, whose, author=author, answer=answer)
    rows = []
    for mark in fresh:
        participation_id = whose.get(mark.participation_uid or mark.raw_code.upper())
        if participation_id is None and not mark.raw_code:
            raise Refused(_("Someone in this list is no longer in the training. Please open the roll again."))
        if participation_id is None:
            answer.unknown.append(mark.raw_code)
        rows.append(row_of(mark, session.id, participation_id, batch=answer.batch, by=author, now=now))
    append(session, rows)
    answer.added = len(rows)
    return answer


@transaction()
def mark_all_present(
    session_uid: UUID, *, by: Principal, now: datetime, batch: UUID | None = None, phase: Phase = Phase.START
) -> Marked:
    """Mark everyone present who has no status yet; the exceptions follow."""
    session = queries.get_markable(by, session_uid)
    unmarked = queries.unmarked(session, phase)
    answer = Marked(batch=batch or uuid4(), added=len(unmarked))
    rows = []
    for key, seen in unmarked.items():
        mark = NewMark(uid=uuid4(), status=Status.PRESENT, phase=phase, after=(seen,) if seen else ())
        rows.append(row_of(mark, session.id, key, batch=answer.batch, by=by.id, now=now))
    append(session, rows)
    return answer


@transaction()
def mark_numbers(
    session_uid: UUID, numbers: str, *, status: Status, by: Principal, now: datetime, group: Group = Group.EVERYONE,
    phase: Phase = Phase.START,
) -> Marked:  # fmt: skip
    """Mark the rows of a signed sheet of a group, in the order of the roll: "1–40 except 7, 12"."""
    session = queries.get_markable(by, session_uid)
    rows = queries.numbered(session, group, phase)
    chosen, without = (read(numbers, most=len(rows)) for read in (rules.read_ranges, rules.read_exceptions))
    marks = [
        NewMark(uid=uuid4(), status=status, participation_uid=UUID(row.uid), method=Method.PAPER, phase=phase,
                after=_seen(row))
        for number, row in enumerate(rows, 1)
        if number in chosen
    ]  # fmt: skip
    marked = mark_many(session_uid, marks, by=by, now=now)
    marked.read, marked.left_out = (
        [f"{number} {row.name}" for number, row in enumerate(rows, 1) if number in some] for some in (chosen, without)
    )
    return marked


@transaction()
def mark_numbers_of_day(
    session_uids: Sequence[UUID], numbers: str, *, status: Status, by: Principal, now: datetime, group: Group
) -> Marked:
    """Mark the rows of a signed sheet of a whole day in each of its sessions; what became of the last one."""
    return [mark_numbers(uid, numbers, status=status, by=by, now=now, group=group) for uid in session_uids][-1]


@transaction()
def undo(batch: UUID, *, by: Principal, now: datetime) -> int:
    """Take a batch of marks back, where nobody has marked since; the number of people whose status went back."""
    marks = queries.marks_of_batch(batch)
    if not marks:
        return 0
    session = queries.get_markable(by, queries.session_uid(marks[0].session_id))
    deciding = queries.deciding_marks(session.id, [m.participation_id for m in marks if m.participation_id])
    rows = []
    for mark in marks:
        if mark.participation_id is None or deciding.get((mark.participation_id, mark.phase)) != mark.id:
            continue
        before = queries.status_before(mark)
        back = NewMark(
            uid=uuid4(), status=before, method=Method.MANUAL, phase=mark.phase, after=(mark.uid.hex,), reason=_("Undo")
        )
        rows.append(row_of(back, session.id, mark.participation_id, batch=uuid4(), by=by.id, now=now))
    append(session, rows)
    trail.record("attendance.undone", by=by.id, subject="training_session", subject_uid=session.uid, people=len(rows))
    return len(rows)


@transaction()
def set_policy(training_uid: UUID, *, by: Principal, **counting: Any) -> AttendancePolicy:
    """Say how a training counts: late_percent, waives_excused, late_after, wants_end_mark, one_mark_percent."""
    training = queries.get_run_training(by, training_uid)
    policy = db.session.scalar(select(AttendancePolicy).where(AttendancePolicy.training_id == training.id))
    if policy is None:
        policy = AttendancePolicy(training_id=training.id)
        db.session.add(policy)
    for name, value in counting.items():
        setattr(policy, name, value)
    trail.record("attendance.policy_set", by=by.id, subject="training", subject_uid=training.uid, **counting)
    return policy


@transaction()
def rebuild_states() -> int:
    """Derive every status from its marks again; how many were different."""
    return sum(_rebuild(session_id) for session_id in db.session.scalars(select(TrainingSession.id)).all())


def _rebuild(session_id: int) -> int:
    before = queries.states_kept(session_id)
    fresh = {(state["participation_id"], state["phase"]): state for state in _derived(session_id, None)}
    different = [
        state for key, state in fresh.items()
        if before.get(key) != (state["status"], state["in_conflict"], state["mark_id"])
    ]  # fmt: skip
    gone = before.keys() - fresh.keys()
    _keep(different)
    for phase in Phase:
        of_phase = [participation_id for participation_id, at in gone if at == phase]
        here = (AttendanceState.session_id == session_id, AttendanceState.phase == phase)
        db.session.execute(delete(AttendanceState).where(*here, AttendanceState.participation_id.in_(of_phase)))
    return len(different) + len(gone)


def _seen(row: Any) -> tuple[str, ...]:
    return (UUID(row.mark_uid).hex,) if row.mark_uid else ()


def append(session: TrainingSession, rows: list[dict[str, Any]]) -> None:
    """Append rows of marks inside a transaction, derive what they give and tell it."""
    if not rows:
        return
    db.session.execute(_ADD, rows)
    touched = sorted({row["participation_id"] for row in rows if row["participation_id"] is not None})
    if not touched:
        return
    _keep(_derived(session.id, touched))
    publish(AttendanceMarked(session_id=session.id, participation_ids=tuple(touched)))


def _derived(session_id: int, participation_ids: list[int] | None) -> list[dict[str, Any]]:
    marks: dict[tuple[int, Phase], dict[str, tuple[int, rules.Said]]] = defaultdict(dict)
    for row in queries.marks_said(session_id, participation_ids):
        said = rules.Said(row.uid.hex, row.status, row.method, frozenset(row.after))
        marks[row.participation_id, row.phase][said.uid] = (row.id, said)
    states = []
    for (participation_id, phase), said_by_uid in marks.items():
        derived = rules.derive([said for _id, said in said_by_uid.values()])
        if derived is not None:
            states.append({
                "session_id": session_id, "participation_id": participation_id, "phase": phase,
                "status": derived.status, "in_conflict": derived.in_conflict,
                "mark_id": said_by_uid[derived.decides][0],
            })  # fmt: skip
    return states


def _keep(states: list[dict[str, Any]]) -> None:
    if not states:
        return
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    add = dialect.insert(AttendanceState.__table__)
    change = {name: add.excluded[name] for name in ("status", "in_conflict", "mark_id")}
    db.session.execute(
        add.on_conflict_do_update(index_elements=["session_id", "participation_id", "phase"], set_=change), states
    )


def row_of(
    mark: NewMark, session_id: int, participation_id: int | None, *, batch: UUID, by: int, now: datetime
) -> dict[str, Any]:
    """Return a mark as a row to append."""
    return {
        "uid": mark.uid, "batch": batch, "session_id": session_id, "participation_id": participation_id,
        "raw_code": mark.raw_code, "status": mark.status, "method": mark.method, "phase": mark.phase,
        "after": list(mark.after), "device_at": mark.device_at, "at": now, "principal_id": by, "reason": mark.reason,
    }  # fmt: skip


def _without_repeats(
    session: TrainingSession, marks: Sequence[NewMark], whose: dict[UUID | str, int], *, author: int, answer: Marked
) -> list[NewMark]:
    """Leave out what this principal has sent before; the same uid with other content is a Conflict."""
    seen = queries.marks_by_uid(author, [mark.uid for mark in marks])
    fresh: dict[UUID, NewMark] = {}
    for mark in marks:
        kept = seen.get(mark.uid)
        if kept is None:
            fresh.setdefault(mark.uid, mark)
        elif not _is_same(kept, mark, session_id=session.id, whose=whose):
            raise Conflict(_("This mark was sent before with other content."))
    answer.repeated = len(marks) - len(fresh)
    return list(fresh.values())


def _is_same(kept: Any, mark: NewMark, *, session_id: int, whose: dict[UUID | str, int]) -> bool:
    """Tell whether a mark says again what it said the first time; a code may have been resolved since."""
    if mark.raw_code or kept.raw_code:
        is_same_person = mark.raw_code.upper() == kept.raw_code.upper()
    else:
        is_same_person = whose.get(mark.participation_uid or "") == kept.participation_id
    return is_same_person and (kept.session_id, kept.status) == (session_id, mark.status)


def _participations(training_id: int, marks: Iterable[NewMark]) -> dict[UUID | str, int]:
    uids = [mark.participation_uid for mark in marks if mark.participation_uid]
    codes = [mark.raw_code.upper() for mark in marks if mark.raw_code]
    found: dict[UUID | str, int] = {}
    for row in queries.marked_people(training_id, uids, codes):
        found[row.uid] = found[row.badge_code] = row.id
    if set(codes) - found.keys():
        found = {**queries.settled_codes(training_id), **found}
    return found


def join(event: ParticipationsJoined) -> None:
    """Move the marks of a row that was joined to another, and derive anew; marks that contradict are a conflict."""
    db.session.execute(
        update(Mark).where(Mark.participation_id == event.merged_id).values(participation_id=event.kept_id)
    )
    settled = update(CodeSettlement).where(CodeSettlement.participation_id == event.merged_id)
    db.session.execute(settled.values(participation_id=event.kept_id))
    db.session.execute(delete(AttendanceState).where(AttendanceState.participation_id == event.merged_id))
    sessions = select(TrainingSession.id).where(TrainingSession.training_id == event.training_id)
    for session_id in db.session.scalars(sessions).all():
        _keep(_derived(session_id, [event.kept_id]))
