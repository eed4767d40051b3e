"""Room in a training: who takes a seat by which steps, and who would be one too many."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.trainings.models import Capacity, Step
from lms.trainings.rules import Dates, after

_ANY = datetime.max.replace(tzinfo=UTC)  # only whether a step was taken matters here


class Full(Refused):
    """More people would come than there are seats; who runs the training may allow it knowingly."""


def takes_seat(capacity: Capacity, before: Dates, steps: Iterable[Step]) -> bool:
    """Tell whether steps give a seat to somebody who had none: only registered participants who stay hold one."""
    dates = before
    for step in steps:
        dates = after(dates, step, _ANY)
    return capacity == Capacity.PARTICIPANT and holds_seat(dates) and not holds_seat(before)


def holds_seat(dates: Dates) -> bool:
    """Tell whether a participant with these dates holds a seat."""
    return dates.registered_at is not None and dates.withdrawn_at is None


def beyond(*, taken: int, seats: int | None, coming: int) -> int:
    """Return how many of those who come have no seat."""
    return 0 if seats is None else max(0, min(coming, taken + coming - seats))


def require_room(*, taken: int, seats: int | None, coming: int) -> None:
    """Refuse people who have no seat."""
    over = beyond(taken=taken, seats=seats, coming=coming)
    if over:
        raise Full(_("This training has %(seats)s seats and %(taken)s are taken: %(over)s too many would come.",
                     seats=seats, taken=taken, over=over))  # fmt: skip
