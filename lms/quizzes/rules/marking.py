"""What several marks of one answer come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Any

APART = 0.1  # two markers whose marks differ by more than a tenth of the points need a third


class Standing(StrEnum):
    """Where an answer stands between its markers."""

    WAITING = "waiting"
    SECOND = "second"
    APART = "apart"
    DONE = "done"


@dataclass(frozen=True)
class Given:
    """A mark that somebody gave; `is_final` decides whatever the others say."""

    by: int
    fraction: float
    is_final: bool = False


def judge(given: Sequence[Given], *, needs_second: bool) -> tuple[Standing, float | None]:
    """Return where an answer stands after these marks, in their order, and what it is worth once that is settled.

    The newest final mark decides. Of each marker the newest mark counts; two that are near each other give their mean.
    """
    if final := [one for one in given if one.is_final]:
        return Standing.DONE, final[-1].fraction
    newest = {one.by: one.fraction for one in given}
    marks = list(newest.values())
    if not marks:
        return Standing.WAITING, None
    if needs_second and len(marks) == 1:
        return Standing.SECOND, None
    if max(marks) - min(marks) > APART + 1e-9:
        return Standing.APART, None
    return Standing.DONE, fmean(marks)


def is_hidden_from(by: int, given: Sequence[Given], *, needs_second: bool) -> bool:
    """Tell whether somebody may not see the marks yet: a second marker must not be led by the first."""
    return judge(given, needs_second=needs_second)[0] == Standing.SECOND and by not in {one.by for one in given}


def by_rubric(rubric: Sequence[Mapping[str, Any]], levels: Mapping[str, int]) -> float | None:
    """Return the share of a rubric's points that levels (row key → number of the level) give; None where one lacks."""
    most = sum(max(float(level["points"]) for level in row["levels"]) for row in rubric)
    got = 0.0
    for row in rubric:
        number = levels.get(row["key"])
        if number is None or not 0 <= number < len(row["levels"]):
            return None
        got += float(row["levels"][number]["points"])
    return got / most if most else None


def told_by_rubric(rubric: Sequence[Mapping[str, Any]], levels: Mapping[str, int]) -> list[tuple[str, str, float]]:
    """Return what was chosen of each row of a rubric: its text, that of the level, its points."""
    found = []
    for row in rubric:
        number = levels.get(row["key"])
        if number is not None and 0 <= number < len(row["levels"]):
            level = row["levels"][number]
            found.append((row.get("text") or row["key"], level.get("text", ""), float(level["points"])))
    return found
