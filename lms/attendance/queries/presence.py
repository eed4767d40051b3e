"""Who was there, for features above: as a select that they make an EXISTS of, so that no list of ids is carried."""

from typing import Any

from sqlalchemy import Select, select

from lms.attendance.models import AttendanceState, Status


def presence(participation_id: Any, session_ids: Any) -> Select[Any]:
    """Return the select "this person was present or late in one of these sessions, at either mark"."""
    return select(AttendanceState.id).where(
        AttendanceState.participation_id == participation_id,
        AttendanceState.session_id.in_(session_ids),
        AttendanceState.status.in_([Status.PRESENT, Status.LATE]),
    )
