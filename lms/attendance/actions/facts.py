"""Marks as devices send them, one by one, through the offline door."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from lms.attendance import queries
from lms.attendance.actions.marks import NewMark, mark_many
from lms.attendance.models import Method, Phase, Status
from lms.core.db import transaction
from lms.core.errors import Unreadable
from lms.core.names import clean
from lms.core.principals import Principal

NOBODY = UUID(int=0)
MOST_SEEN = 50
LONGEST_CODE = 40
FIRST, LAST = 946_684_800_000, 4_102_444_800_000  # the years 2000 to 2100, in milliseconds


@transaction()
def take_mark(
    uid: UUID, data: Mapping[str, Any], *, by: Principal, now: datetime, made_by: int | None = None
) -> dict[str, Any]:
    """Append one mark that a device sent; `made_by` is whose it is when somebody else lets it in."""
    session_uid, mark = read_mark(uid, data)
    marked = mark_many(session_uid, [mark], by=by, now=now, made_by=made_by)
    return {"outcome": "unknown" if marked.unknown else "done"}


def read_mark(uid: UUID, data: Mapping[str, Any]) -> tuple[UUID, NewMark]:
    """Return of which session a fact speaks, and the mark; Unreadable where it is none."""
    try:
        return UUID(data["session"]), _mark(uid, data)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise Unreadable("This is no mark.") from error


def _mark(uid: UUID, data: Mapping[str, Any]) -> NewMark:
    seen = data.get("after") or []
    if not isinstance(seen, list) or len(seen) > MOST_SEEN:
        raise ValueError
    code = clean(data.get("code") or "")[:LONGEST_CODE]
    person = UUID(data["person"]) if data.get("person") else None
    if person is None and not code:
        raise ValueError
    return NewMark(
        uid=uid,
        status=Status(data["status"]),
        participation_uid=person,
        raw_code="" if person else code,
        method=Method.BADGE if data.get("method") == "badge" else Method.MANUAL,
        phase=Phase(data.get("phase") or "start"),
        after=tuple(UUID(one).hex for one in seen),
        device_at=_moment(data.get("at")),
        reason=clean(data.get("reason") or "")[:300],
    )


def _moment(milliseconds: Any) -> datetime | None:
    if milliseconds is None:
        return None
    if type(milliseconds) is not int or not FIRST <= milliseconds <= LAST:
        raise ValueError
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def training_of(data: Mapping[str, Any]) -> int | None:
    """Return to which training a mark belongs, or None where it is none or its session does not exist."""
    try:
        session_uid, _mark_read = read_mark(NOBODY, data)
    except Unreadable:
        return None
    return queries.find_training_of_session(session_uid)
