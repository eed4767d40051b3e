"""How long a door for devices is open, what opens it, and how long a device keeps a roll."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused

OPEN_FOR: Final = timedelta(hours=12)
MOST_WRONG: Final = 10
KEPT_AFTER: Final = timedelta(days=1)


def pin_of(secret: bytes) -> str:
    """Return the six digits that go with an invitation's address."""
    return f"{int.from_bytes(secret[:8], 'big') % 1_000_000:06d}"


def require_open(*, expires_at: datetime, closed_at: datetime | None, wrong_tries: int, now: datetime) -> None:
    """Refuse a phone that comes when the door is closed."""
    if wrong_tries >= MOST_WRONG:
        raise Refused(_("The PIN was wrong too often. Ask the organisers for a new code."))
    if closed_at is not None or now > expires_at:
        raise Refused(_("This code is no longer open. Ask the organisers for a new one."))


def forgets_at(ends: date | None, zone: str, *, session_ends: Collection[datetime], now: datetime) -> datetime:
    """Return when a device forgets a roll: a day after the last day of the training, else after its last session."""
    if ends is not None:
        return clock.at(ends + KEPT_AFTER, 23, 59, zone)
    return max(session_ends, default=now) + KEPT_AFTER


def badge_hash(code: str) -> str:
    """Return by what a device knows a badge without holding its code: 24 hex digits of its SHA-256."""
    return sha256(code.upper().encode()).hexdigest()[:24]
