"""Attendance of the event: marks, a few of them corrected, and the states that they give."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.demo.actions.ground import Ground, Held
from lms.demo.actions.parts import Part
from lms.demo.actions.rows import add, keep
from lms.demo.rules.chance import chance, uid
from lms.demo.rules.presence import statuses

ORGANISER = "o/0"


def mark_sessions(
    ground: Ground, sessions: Sequence[Held], arrived: Sequence[tuple[int, int, Part]], missing: Sequence[int]
) -> None:
    """Mark everybody who arrived in each session that was for them, and who registered but never came as absent.

    `arrived` are (number, participation id, part); a corrected mark names the one that its author had seen.
    """
    marks = [mark for number, key, part in arrived for mark in _of_person(ground, sessions, number, key, part)]
    marks += [
        _mark(ground, held, key, Status.ABSENT, Method.MANUAL, f"absent/{key}", by=ORGANISER)
        for key in missing
        for held in sessions
        if held.group is None
    ]
    ids = add(Mark, marks)
    newest: dict[tuple[int, int], tuple[int, Status]] = {}
    for mark, key in zip(marks, ids, strict=True):
        newest[mark["session_id"], mark["participation_id"]] = (key, mark["status"])
    keep(AttendanceState, [
        {"session_id": session_id, "participation_id": participation_id, "status": status, "mark_id": mark_id}
        for (session_id, participation_id), (mark_id, status) in newest.items()
    ])  # fmt: skip


def _of_person(ground: Ground, sessions: Sequence[Held], number: int, key: int, part: Part) -> Iterator[dict[str, Any]]:
    luck = chance("presence", number)
    mine = [held for held in sessions if held.group in (None, number % 2)]
    for held, status in zip(mine, statuses(number, [held.day for held in mine], luck), strict=True):
        name = f"{part.person}/{held.row['uid']}"
        if status != Status.PRESENT and luck.random() < 0.3:
            seen = _mark(ground, held, key, Status.ABSENT, Method.MANUAL, f"first/{name}", by=held.trainer)
            yield seen
            yield _mark(ground, held, key, status, Method.MANUAL, name, by=ORGANISER, later=50,
                        after=[seen["uid"].hex], reason="Keterangan diterima di meja panitia")  # fmt: skip
            continue
        by_badge = status in (Status.PRESENT, Status.LATE) and luck.random() < 0.8
        late = luck.randint(16, 40) if status == Status.LATE else luck.randint(-14, 9)
        method, by = (Method.BADGE, ORGANISER) if by_badge else (Method.MANUAL, held.trainer)
        yield _mark(ground, held, key, status, method, name, by=by, later=late)


def _mark(
    ground: Ground, held: Held, participation_id: int, status: Status, method: Method, name: str, *, by: str,
    later: int = 20, after: Sequence[str] = (), reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    when = held.row["starts_at"] + timedelta(minutes=later)
    return {
        "uid": uid("mark", held.row["uid"], name), "batch": None, "session_id": held.id,
        "participation_id": participation_id, "raw_code": "", "status": status, "method": method, "after": list(after),
        "device_at": when, "at": when + timedelta(seconds=4), "principal_id": ground.people[by].principal_id,
        "reason": reason,
    }  # fmt: skip
