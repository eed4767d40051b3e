"""What a device holds of a training on the day of an event."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.attendance import rules
from lms.attendance.models import AttendanceState, Mark, Phase
from lms.attendance.queries.devices import settled_codes
from lms.attendance.queries.jp import policy
from lms.attendance.queries.rolls import expected
from lms.core.clock import local
from lms.core.db import db
from lms.trainings.models import Training, TrainingSession

STATES_BEFORE, STATES_AFTER = timedelta(hours=18), timedelta(hours=36)


def event_roll(
    training: Training, sessions: Sequence[TrainingSession], *, shown: UUID | None, forgets_at: datetime, now: datetime
) -> dict[str, Any]:
    """Return the roll, as little as will do: a constant number of queries.

    people: [uid, name, office, role, badge hashes]; sessions: [uid, title, room, starts, ends] in milliseconds, with
    their wall-clock time; states: {session: {phase: {person: [status, mark, method, conflict]}}}, of the shown
    session and of those around now.
    """
    people = expected(training.id)
    aliases: dict[int, list[str]] = {}
    for code, key in settled_codes(training.id).items():
        aliases.setdefault(key, []).append(rules.badge_hash(str(code)))
    near = [
        s for s in sessions
        if s.uid == shown or (now - STATES_BEFORE <= s.ends_at and s.starts_at <= now + STATES_AFTER)
    ]  # fmt: skip
    return {
        "training": str(training.uid), "title": training.title, "forgets": _ms(forgets_at), "at": _ms(now),
        "endMark": policy(training.id).wants_end_mark,
        "people": [
            [one.uid.hex, one.name, one.office, one.capacity.value,
             [rules.badge_hash(one.badge_code), *aliases.get(one.id, [])]]
            for one in people
        ],
        "sessions": [_session(session, training.zone) for session in sessions],
        "states": _states(near, {one.id: one.uid.hex for one in people}),
    }  # fmt: skip


def _session(session: TrainingSession, zone: str) -> list[Any]:
    wall = f"{local(session.starts_at, zone):%d/%m %H.%M}–{local(session.ends_at, zone):%H.%M}"
    return [session.uid.hex, session.title, session.room, _ms(session.starts_at), _ms(session.ends_at), wall]


def _states(sessions: Sequence[TrainingSession], people: dict[int, str]) -> dict[str, Any]:
    found: dict[str, Any] = {session.uid.hex: {phase.value: {} for phase in Phase} for session in sessions}
    uids = {session.id: session.uid.hex for session in sessions}
    rows = db.session.execute(
        select(
            AttendanceState.session_id, AttendanceState.participation_id, AttendanceState.phase,
            AttendanceState.status, AttendanceState.in_conflict, Mark.uid, Mark.method,
        )
        .join(Mark, Mark.id == AttendanceState.mark_id)
        .where(AttendanceState.session_id.in_(uids))
    )  # fmt: skip
    for row in rows:
        if row.participation_id in people:
            said = [row.status.value, row.uid.hex, row.method.value, int(row.in_conflict)]
            found[uids[row.session_id]][row.phase.value][people[row.participation_id]] = said
    return found


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
