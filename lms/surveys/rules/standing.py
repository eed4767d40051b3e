"""When a survey takes answers."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from flask_babel import gettext as _

from lms.core.errors import Refused

FOLLOW_UPS: Final = (timedelta(days=90), timedelta(days=180))
FOLLOW_UP_LASTS: Final = timedelta(days=30)


class Standing(StrEnum):
    """Where a survey stands."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"


def standing_of(opens_at: datetime, closes_at: datetime | None, *, now: datetime) -> Standing:
    """Return where a survey stands at a moment."""
    if now < opens_at:
        return Standing.COMING
    return Standing.OVER if closes_at is not None and now >= closes_at else Standing.OPEN


def require_open(opens_at: datetime, closes_at: datetime | None, *, now: datetime) -> None:
    """Refuse answers before a survey opens and after it has closed."""
    standing = standing_of(opens_at, closes_at, now=now)
    if standing == Standing.COMING:
        raise Refused(_("This evaluation has not opened yet."))
    if standing == Standing.OVER:
        raise Refused(_("This evaluation has closed. Thank you all the same."))


def follow_up_days(ends: date) -> list[tuple[int, date, date]]:
    """Return (days after, opens, closes) of the follow-ups of a training that ended on a day."""
    return [(after.days, ends + after, ends + after + FOLLOW_UP_LASTS) for after in FOLLOW_UPS]
