"""Which day and which session a running event is at."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any


def day_at(days: Collection[date], today: date) -> date | None:
    """Return today where the event has sessions today, else its next day, else its last; None without days."""
    coming = [day for day in days if day >= today]
    return min(coming) if coming else max(days, default=None)


def sessions_now(sessions: Sequence[Any], now: datetime) -> list[Any]:
    """Return the sessions that are running (several in parallel rooms), else the next to begin, else the last ones."""
    held = [session for session in sessions if session.cancelled_at is None]
    running = [session for session in held if session.starts_at <= now < session.ends_at]
    if running or not held:
        return running
    coming = [session.starts_at for session in held if session.starts_at > now]
    at = min(coming) if coming else max(session.starts_at for session in held)
    return [session for session in held if session.starts_at == at]
