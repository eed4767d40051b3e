"""How the rows of a roll look."""

from collections.abc import Iterable
from itertools import count, groupby
from operator import attrgetter
from typing import Any, NamedTuple

from lms.attendance.models import Status
from lms.web.shapes import Row


class Look(NamedTuple):
    """What rows of the roll have in common: their status, and whether marks contradict each other."""

    status: Status | None
    is_contested: bool


def by_place(rows: Iterable[Any]) -> list[tuple[str, list[Row]]]:
    """Return the rows of a roll by the place they come from, "" where none is known."""
    counting = count(1)
    return [
        (", ".join(filter(None, place)), [_drawn(next(counting), row) for row in people])
        for place, people in groupby(rows, key=attrgetter("regency", "province"))
    ]


def _drawn(number: int, row: Any) -> Row:
    """Return a row, to be drawn from its look, number, uid, name, office and mark."""
    _id, uid, name, office, position, _capacity, _regency, _province, status, in_conflict, mark = row
    return Row(Look(status, bool(in_conflict)), (number, uid, name, office or position, mark or ""))
