"""One line of the result."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was measured: a name, a value with its unit, and where they are known ratio, queries and bytes."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    queries: int | None = None
    bytes: int | None = None


def table(rows: Iterable[Row]) -> str:
    """Return the rows as lines for a person."""
    lines = [f"{'':30} {'value':>12} {'unit':<22} {'of bare':>8} {'queries':>8} {'bytes':>9}"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.0%}"
        counts = f"{_shown(row.queries):>8} {_shown(row.bytes):>9}"
        lines.append(f"{row.name:30} {row.value:>12,.3f} {row.unit:<22} {ratio:>8} {counts}")
    return "\n".join(lines)


def _shown(value: int | None) -> str:
    return "" if value is None else f"{value:,}"
