"""The rotating code on the wall, and when it counts.

The code is stateless: six digits of HMAC-SHA256(secret of the session, number of the 25-second step), truncated as
RFC 4226 section 5.3 does. The step now and the two before it are accepted, so a code lives 50 to 75 seconds.
"""

import hmac
from datetime import datetime, timedelta
from typing import Final

from flask_babel import gettext as _

from lms.attendance.models import Phase, Status
from lms.core.errors import Refused

STEP: Final = 25
EARLIER: Final = 2
CLAIM_HOLDS: Final = timedelta(minutes=10)
BEFORE: Final = timedelta(minutes=30)
END_BEFORE: Final = timedelta(minutes=15)
END_AFTER: Final = timedelta(minutes=30)


def code_at(secret: bytes, moment: datetime) -> str:
    """Return the six digits that are on the wall at a moment."""
    return _digits(secret, _step(moment))


def accepts(secret: bytes, typed: str, moment: datetime) -> bool:
    """Tell whether typed digits are on the wall now or were in one of the two steps before."""
    plain = "".join(letter for letter in typed if letter.isdecimal())
    now = _step(moment)
    return any(hmac.compare_digest(_digits(secret, now - back), plain) for back in range(EARLIER + 1))


def opens_and_closes(phase: Phase, *, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Return between which moments a session takes self check-ins."""
    if phase == Phase.END:
        return ends_at - END_BEFORE, ends_at + END_AFTER
    return starts_at - BEFORE, ends_at


def require_time(phase: Phase, *, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Refuse a check-in that comes too early or too late."""
    opens, closes = opens_and_closes(phase, starts_at=starts_at, ends_at=ends_at)
    if now < opens:
        raise Refused(_("Too early: check-in has not begun. Please scan again when the session is about to start."))
    if now > closes:
        raise Refused(_("Too late: check-in is over. Please ask the trainer to mark you."))


def require_claim_holds(claimed_at: datetime, *, now: datetime) -> None:
    """Refuse a claim that is older than ten minutes."""
    if not timedelta(0) <= now - claimed_at <= CLAIM_HOLDS:
        raise Refused(_("This took longer than ten minutes. Please scan the code on the wall again."))


def status_for(phase: Phase, claimed_at: datetime, *, started_at: datetime, late_after: int) -> Status:
    """Return present, or late for who scanned more than `late_after` minutes after the session began."""
    is_late = phase == Phase.START and claimed_at > started_at + timedelta(minutes=late_after)
    return Status.LATE if is_late else Status.PRESENT


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def _digits(secret: bytes, step: int) -> str:
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha256")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
