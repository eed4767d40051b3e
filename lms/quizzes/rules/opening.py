"""Whether an attempt may begin."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core.errors import Refused


@dataclass(frozen=True)
class Terms:
    """The terms of a quiz for one person: its own, or what an override says instead."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: int | None = None
    attempts_allowed: int | None = None
    delay_minutes: int = 0
    password: str = ""


@dataclass(frozen=True)
class Earlier:
    """An attempt that was made before."""

    ended_at: datetime | None


def find_hindrance(
    terms: Terms, earlier: Sequence[Earlier], *, is_training_open: bool, now: datetime, extra: int = 0
) -> str | None:
    """Return in words why a new attempt may not begin now, or None; `extra` were given beyond those allowed."""
    if not is_training_open:
        return str(_("The training is closed."))
    if terms.opens_at and now < terms.opens_at:
        return str(_("The quiz is not open yet."))
    if terms.closes_at and now >= terms.closes_at:
        return str(_("The quiz is closed."))
    if terms.attempts_allowed and len(earlier) >= terms.attempts_allowed + extra:
        allowed = terms.attempts_allowed + extra
        return str(ngettext("There is one attempt, and it is used.", "All %(num)s attempts are used.", allowed))
    if (again := begins_again(terms, earlier)) and now < again:
        return str(_("Please wait a little before the next attempt."))
    return None


def begins_again(terms: Terms, earlier: Sequence[Earlier]) -> datetime | None:
    """Return from when the next attempt may begin, where there must be some time between two."""
    ends = [one.ended_at for one in earlier if one.ended_at]
    return max(ends) + timedelta(minutes=terms.delay_minutes) if terms.delay_minutes and ends else None


def waits_until(terms: Terms, earlier: Sequence[Earlier], *, now: datetime, **facts: Any) -> datetime | None:
    """Return from when the next attempt may begin, where the time between two is all that hinders it."""
    again = begins_again(terms, earlier)
    if again is None or again <= now or (terms.closes_at and again >= terms.closes_at):
        return None
    return None if find_hindrance(replace(terms, delay_minutes=0), earlier, now=now, **facts) else again


def require_may_start(
    terms: Terms, earlier: Sequence[Earlier], *, is_training_open: bool, now: datetime, extra: int = 0
) -> None:
    """Refuse a new attempt that may not begin now."""
    if reason := find_hindrance(terms, earlier, is_training_open=is_training_open, now=now, extra=extra):
        raise Refused(reason)


def require_password(terms: Terms, said: str) -> None:
    """Refuse whoever does not say the quiz's word, if it has one."""
    if terms.password and not compare_digest(terms.password.strip().encode(), said.strip().encode()):
        raise Refused(_("That is not the password of this quiz."))
