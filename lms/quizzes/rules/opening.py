"""Whether an attempt may begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core.errors import Refused
from lms.quizzes.models import Quiz


@dataclass(frozen=True)
class Earlier:
    """An attempt that was made before."""

    ended_at: datetime | None


def find_hindrance(
    quiz: Quiz, earlier: Sequence[Earlier], *, is_training_open: bool, now: datetime, extra: int = 0
) -> str | None:
    """Return in words why a new attempt may not begin now, or None; `extra` were given beyond those allowed."""
    if not is_training_open:
        return str(_("The training is closed."))
    if quiz.opens_at and now < quiz.opens_at:
        return str(_("The quiz is not open yet."))
    if quiz.closes_at and now >= quiz.closes_at:
        return str(_("The quiz is closed."))
    if quiz.attempts_allowed and len(earlier) >= quiz.attempts_allowed + extra:
        allowed = quiz.attempts_allowed + extra
        return str(ngettext("There is one attempt, and it is used.", "All %(num)s attempts are used.", allowed))
    ends = [one.ended_at for one in earlier if one.ended_at]
    if quiz.delay_minutes and ends and now < max(ends) + timedelta(minutes=quiz.delay_minutes):
        return str(_("Please wait a little before the next attempt."))
    return None


def require_may_start(
    quiz: Quiz, earlier: Sequence[Earlier], *, is_training_open: bool, now: datetime, extra: int = 0
) -> None:
    """Refuse a new attempt that may not begin now."""
    if reason := find_hindrance(quiz, earlier, is_training_open=is_training_open, now=now, extra=extra):
        raise Refused(reason)
