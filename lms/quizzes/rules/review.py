"""What may be seen of an attempt, and when: the review matrix."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.core import numbers

PHASES = ("during", "after", "open", "closed")
PARTS = ("response", "correctness", "marks", "feedback", "right")
RIGHT_AFTER = timedelta(minutes=2)
ALL = frozenset(PARTS)


def phase(*, submitted_at: datetime | None, closes_at: datetime | None, now: datetime) -> str:
    """Return which column of the matrix counts now."""
    if submitted_at is None:
        return "during"
    if closes_at is not None and now >= closes_at:
        return "closed"
    return "after" if now - submitted_at <= RIGHT_AFTER else "open"


def visible(matrix: Mapping[str, Iterable[str]], when: str) -> frozenset[str]:
    """Return the parts that may be seen; without a choice everything, but the right answer not during the attempt."""
    if when in matrix:
        return frozenset(matrix[when]) & ALL
    return ALL - {"right"} if when == "during" else ALL


def is_always_visible(matrix: Mapping[str, Iterable[str]], part: str) -> bool:
    """Tell whether a part of a finished attempt may be seen at any time: only then may a message carry it."""
    return all(part in visible(matrix, when) for when in PHASES[1:])


def band(bands: Sequence[Mapping[str, Any]], fraction: float | None) -> str:
    """Return what the highest band that a score reaches says: bands are {from (per cent), text}."""
    if fraction is None:
        return ""
    reached = [one for one in bands if round(fraction * 100, 6) >= one["from"]]
    return str(max(reached, key=lambda one: one["from"])["text"]) if reached else ""


def read_bands(lines: str) -> list[dict[str, Any] | None]:
    """Read "80 Very good", a line for each band, the highest first; None for a line that is none."""
    found: list[dict[str, Any] | None] = []
    for line in (line.strip() for line in lines.splitlines()):
        score, _space, text = line.partition(" ")
        least = numbers.plain(score.rstrip("%"), most=100)
        if line:
            found.append(None if least is None or not text.strip() else {"from": least, "text": text.strip()})
    return sorted(found, key=lambda one: -one["from"] if one else 1)


def write_bands(bands: Sequence[Mapping[str, Any]]) -> str:
    """Return bands as lines."""
    return "\n".join(f"{one['from']} {one['text']}" for one in bands)
