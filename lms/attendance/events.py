"""What attendance tells."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AttendanceMarked(Event):
    """Marks were added for people of a session."""

    session_id: int
    participation_ids: tuple[int, ...]
