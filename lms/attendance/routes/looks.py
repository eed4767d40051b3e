"""How the rows of a roll look."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, Final, NamedTuple

from flask_babel import gettext as _

from lms.attendance.models import Status
from lms.web.shapes import Row

PLACE: Final = "place"
"""The look of a heading: where the people below it come from."""
_PLACE_OF = itemgetter(6, 7)


class Look(NamedTuple):
    """What rows of the roll have in common: their status, and whether marks contradict each other."""

    status: Status | None
    is_contested: bool


def by_place(rows: Iterable[Any]) -> Iterator[Row]:
    """Return the rows of a roll to draw, below a heading for each place: all in one go, a phone asks for many."""
    where = None
    for number, row in enumerate(rows, 1):
        if (place := _PLACE_OF(row)) != where:
            where = place
            yield Row(PLACE, (", ".join(filter(None, place)) or _("No region"),))
        yield _drawn(number, row)


def _drawn(number: int, row: Any) -> Row:
    """Return a row, to be drawn from its look, number, uid, name, office and mark."""
    _id, uid, name, office, position, _capacity, _regency, _province, status, in_conflict, mark = row
    return Row(Look(status, bool(in_conflict)), (number, uid, name, office or position, mark or ""))
