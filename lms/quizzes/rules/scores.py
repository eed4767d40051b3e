"""Which score counts, and what was gained."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from lms.quizzes.models import GradingMethod

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True)
class Gains:
    """The gain of a group, of those who have both scores; means are None where nobody has.

    `normalised` is the mean of (post − pre) / (1 − pre) over those whose pre-test left something to gain.
    """

    matched: int
    only_pre: int
    only_post: int
    mean_pre: float | None
    mean_post: float | None
    mean_gain: float | None
    normalised: float | None
    normalised_n: int


def counting(fractions: Sequence[float], method: GradingMethod) -> float:
    """Return the fraction that counts among those of several attempts, given in the order of the attempts."""
    if method == GradingMethod.FIRST:
        return fractions[0]
    if method == GradingMethod.LAST:
        return fractions[-1]
    return fmean(fractions) if method == GradingMethod.AVERAGE else max(fractions)


def normalised_gain(pre: float, post: float) -> float | None:
    """Return (post − pre) / (1 − pre) of one person (Hake 1998); None where the pre-test was full."""
    return None if pre >= 1 else (post - pre) / (1 - pre)


def gains(pre: Mapping[Who, float], post: Mapping[Who, float]) -> Gains:
    """Return the gain of a group from scores (0 to 1) by person; only people with both count in the means."""
    both = [key for key in pre if key in post]
    single = [g for key in both if (g := normalised_gain(pre[key], post[key])) is not None]
    return Gains(
        matched=len(both), only_pre=len(pre.keys() - post.keys()), only_post=len(post.keys() - pre.keys()),
        mean_pre=_mean([pre[key] for key in both]), mean_post=_mean([post[key] for key in both]),
        mean_gain=_mean([post[key] - pre[key] for key in both]), normalised=_mean(single), normalised_n=len(single),
    )  # fmt: skip


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None
