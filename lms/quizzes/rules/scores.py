"""Which score counts, and what was gained."""

from collections.abc import Sequence
from statistics import fmean

from lms.quizzes.models import GradingMethod


def counting(fractions: Sequence[float], method: GradingMethod) -> float:
    """Return the fraction that counts among those of several attempts, given in the order of the attempts."""
    if method == GradingMethod.FIRST:
        return fractions[0]
    if method == GradingMethod.LAST:
        return fractions[-1]
    return fmean(fractions) if method == GradingMethod.AVERAGE else max(fractions)
