"""The one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the server's time, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Return the calendar day that it is now in a zone such as "Asia/Jakarta"."""
    return local(now(), zone).date()


def local(moment: datetime, zone: str) -> datetime:
    """Show an aware moment on the wall clock of a zone."""
    return moment.astimezone(ZoneInfo(zone))


def at(day: date, hour: int, minute: int, zone: str) -> datetime:
    """Return the aware UTC moment of a wall-clock time in a zone."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)
