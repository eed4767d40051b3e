"""What answers tell of a test and of its questions, by Moodle's definitions (docs: Quiz statistics calculations).

Marks are points times the fraction earned; variances and covariances divide by n - 1. Shares, indices and
coefficients are fractions (Moodle prints them times 100). What cannot be computed is None, never 0.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import sqrt
from operator import mul, sub
from statistics import median
from typing import Any, NamedTuple

Place = Hashable
Marked = tuple[int, Place, int, float, float]  # what an Answer is, without its names


class Answer(NamedTuple):
    """An answered question: the attempt, the place in the test, the version asked, and the mark."""

    attempt: int
    place: Place
    version: int
    points: float
    mark: float


@dataclass(frozen=True, kw_only=True)
class ItemStatistics:
    """What answers tell of one question.

    `discrimination` is the correlation with the rest of the test, `efficiency` the covariance as a share of the
    largest that these marks allow, `effective_weight` the question's share of the spread of totals (None where
    the covariance with the total is negative: `is_negative`).
    """

    n: int
    points: float
    mean: float
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    intended_weight: float | None
    effective_weight: float | None
    is_negative: bool


@dataclass(frozen=True, kw_only=True)
class TestStatistics:
    """What answers tell of a test: its marks, its inner consistency, its questions by place and by version."""

    n: int
    points: float
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    error_ratio: float | None
    standard_error: float | None
    items: dict[Place, ItemStatistics]
    versions: dict[tuple[Place, int], ItemStatistics]


@dataclass(frozen=True)
class _Column:
    """The marks of one question and the totals of the same attempts."""

    points: float
    marks: list[float]
    totals: list[float]
    versions: list[int]


@dataclass(frozen=True)
class _Spread:
    """Variances and covariances of a column."""

    variance: float
    rest_variance: float
    with_rest: float
    with_rest_at_most: float
    with_total: float


def analyse(answers: Iterable[Marked], *, drawn: frozenset[Place] = frozenset()) -> TestStatistics:
    """Return the statistics of a test from the answers of its finished attempts.

    `drawn` are questions that came out of a draw: their answers stand there a second time, beside those of the place
    that drew them. They count in no total, and are compared with the whole one, as Moodle does.
    """
    rows = answers if isinstance(answers, Sequence) else list(answers)
    totals: dict[int, float] = defaultdict(float)
    for attempt, place, _version, _points, mark in rows:
        if place not in drawn:
            totals[attempt] += mark
    columns = _columns(rows, totals)
    fixed = {place: column for place, column in columns.items() if place not in drawn}
    spreads = {place: _spread(column, is_drawn=place in drawn) for place, column in columns.items()}
    whole = sum(sqrt(one.with_total) for p in fixed if (one := spreads[p]) and one.with_total > 0)
    points = sum(column.points for column in fixed.values())
    items = {
        place: _item(column, spreads[place], points=points, whole=0.0 if place in drawn else whole)
        for place, column in columns.items()
    }
    variances = [spread.variance if (spread := spreads[place]) else 0.0 for place in fixed]
    versions = {
        (place, version): _item(part, _spread(part, is_drawn=place in drawn), points=points, whole=0.0)
        for place, column in columns.items() if len(set(column.versions)) > 1
        for version, part in _by_version(column).items()
    }  # fmt: skip
    return _whole(list(totals.values()), points, variances, items, versions)


def _columns(rows: Sequence[Marked], totals: dict[int, float]) -> dict[Place, _Column]:
    columns: dict[Place, _Column] = {}
    for attempt, place, version, points, mark in rows:
        column = columns.get(place)
        if column is None:
            column = columns[place] = _Column(points, [], [], [])
        column.marks.append(mark)
        column.totals.append(totals[attempt])
        column.versions.append(version)
    return columns


def _by_version(column: _Column) -> dict[int, _Column]:
    parts: dict[int, _Column] = {}
    for mark, total, version in zip(column.marks, column.totals, column.versions, strict=True):
        part = parts.setdefault(version, _Column(column.points, [], [], []))
        part.marks.append(mark)
        part.totals.append(total)
    return parts


def _spread(column: _Column, *, is_drawn: bool) -> _Spread | None:
    n = len(column.marks)
    if n < 2:
        return None
    rest = column.totals if is_drawn else list(map(sub, column.totals, column.marks))
    marks, rests, totals = _centred(column.marks), _centred(rest), _centred(column.totals)
    return _Spread(
        variance=_product(marks, marks) / (n - 1), rest_variance=_product(rests, rests) / (n - 1),
        with_rest=_product(marks, rests) / (n - 1),
        with_rest_at_most=_product(sorted(marks), sorted(rests)) / (n - 1),
        with_total=_product(marks, totals) / (n - 1),
    )  # fmt: skip


def _item(column: _Column, spread: _Spread | None, *, points: float, whole: float) -> ItemStatistics:
    mean = sum(column.marks) / len(column.marks)
    common: dict[str, Any] = {
        "n": len(column.marks), "points": column.points, "mean": mean,
        "facility": mean / column.points if column.points else None,
        "intended_weight": column.points / points if points else None,
    }  # fmt: skip
    if spread is None:
        return ItemStatistics(**common, deviation=None, discrimination=None, efficiency=None, effective_weight=None,
                              is_negative=False)  # fmt: skip
    both = spread.variance * spread.rest_variance
    is_negative = spread.with_total < 0
    return ItemStatistics(
        **common,
        deviation=sqrt(spread.variance),
        discrimination=spread.with_rest / sqrt(both) if both else None,
        efficiency=spread.with_rest / spread.with_rest_at_most if spread.with_rest_at_most else None,
        effective_weight=sqrt(spread.with_total) / whole if whole and not is_negative else None,
        is_negative=is_negative,
    )


def _whole(
    totals: Sequence[float], points: float, variances: Sequence[float], items: dict[Place, ItemStatistics],
    versions: dict[tuple[Place, int], ItemStatistics],
) -> TestStatistics:  # fmt: skip
    n = len(totals)
    centred = _centred(totals)
    power2, power3, power4 = (float(sum(one**power for one in centred)) for power in (2, 3, 4))
    variance = power2 / (n - 1) if n > 1 else None
    deviation = None if variance is None else sqrt(variance)
    alpha = _alpha(variances, variance)
    ratio = sqrt(max(0.0, 1 - alpha)) if alpha is not None else None
    return TestStatistics(
        n=n, points=points, mean=sum(totals) / n if n else None, median=median(totals) if n else None,
        deviation=deviation, skewness=_skewness(n, variance, power3), kurtosis=_kurtosis(n, variance, power2, power4),
        alpha=alpha, error_ratio=ratio, items=items, versions=versions,
        standard_error=ratio * deviation if ratio is not None and deviation is not None else None,
    )  # fmt: skip


def _alpha(variances: Sequence[float], variance: float | None) -> float | None:
    """Return Cronbach's alpha: p / (p - 1) * (1 - the questions' variances / the totals' variance)."""
    p = len(variances)
    return p / (p - 1) * (1 - sum(variances) / variance) if p > 1 and variance else None


def _skewness(n: int, variance: float | None, power3: float) -> float | None:
    return float(n * power3 / ((n - 1) * (n - 2)) / variance**1.5) if n > 2 and variance else None


def _kurtosis(n: int, variance: float | None, power2: float, power4: float) -> float | None:
    if n < 4 or not variance:
        return None
    m2, m4 = power2 / n, power4 / n
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / (variance * variance)


def _centred(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values) if values else 0.0
    return list(map(sub, values, repeat(mean)))


def _product(left: Sequence[float], right: Sequence[float]) -> float:
    return float(sum(map(mul, left, right)))
