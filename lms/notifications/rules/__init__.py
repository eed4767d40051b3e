"""Decisions about messages: when mail may go, how often it is tried, whether a reminder comes too soon."""

from datetime import datetime, time, timedelta

from lms.core import clock

NIGHT_FROM, NIGHT_UNTIL = time(21), time(6)
MOST_TRIES = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
AGAIN_AFTER = timedelta(hours=24)
LEASE = timedelta(minutes=5)  # longer than a server is waited for: who began a mail before it is dead
SOON_DAYS = 3
EXPIRES_DAYS = 14
LAST_CALL = timedelta(days=7)
MOVE_HOLD = timedelta(minutes=15)


def awake(at: datetime, zone: str) -> datetime:
    """Return the first moment from `at` on that is not night in a zone."""
    here = clock.local(at, zone)
    if NIGHT_UNTIL <= here.time() < NIGHT_FROM:
        return at
    day = here.date() + timedelta(days=here.time() >= NIGHT_FROM)
    return clock.at(day, NIGHT_UNTIL.hour, NIGHT_UNTIL.minute, zone)


def next_try(attempt: int, at: datetime, *, is_final: bool = False) -> datetime | None:
    """Return when a mail is tried again after its attempt number `attempt` failed; None: never."""
    if is_final or attempt >= MOST_TRIES:
        return None
    return at + WAITS[min(attempt, len(WAITS)) - 1]


def is_dead(begun_at: datetime, now: datetime) -> bool:
    """Tell whether the worker that began a mail can no longer be at it."""
    return now - begun_at > LEASE


def is_too_soon(last: datetime | None, now: datetime) -> bool:
    """Tell whether a group was reminded within the last day."""
    return last is not None and now - last < AGAIN_AFTER


def is_last_call(opens_at: datetime, closes_at: datetime | None, now: datetime) -> bool:
    """Tell whether the last days have come of something that was open for longer than these."""
    return closes_at is not None and closes_at - now <= LAST_CALL < now - opens_at
