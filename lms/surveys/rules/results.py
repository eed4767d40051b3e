"""When results may be looked at, and what they come to at a glance."""

from collections.abc import Sequence
from typing import Final

from lms.questionnaires.rules import Kind, Result

FEWEST: Final = 5
"""Of fewer anonymous answers than these nothing is shown: who said what could be guessed."""


def is_shown(count: int, *, is_anonymous: bool) -> bool:
    """Tell whether the results of so many answers may be looked at."""
    return count >= FEWEST if is_anonymous else count > 0


def mean_of(results: Sequence[Result]) -> float | None:
    """Return the mean of all answers on scales, each answer weighing the same; None without any."""
    scales = [one for one in results if one.question["kind"] == Kind.SCALE and one.mean is not None]
    answers = sum(one.answered for one in scales)
    return sum((one.mean or 0) * one.answered for one in scales) / answers if answers else None
