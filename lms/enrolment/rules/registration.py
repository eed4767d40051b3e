"""Whether somebody may register for a training."""

from datetime import date, datetime

from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.trainings.models import TrainingState
from lms.trainings.rules import require_seat


def require_open(
    *, state: TrainingState, is_public: bool, last_day: date | None, zone: str, now: datetime,
    is_self_paced: bool = False,
) -> None:  # fmt: skip
    """Refuse a registration for a training that is not open to all, or after its last day for registering.

    Who studies alone may begin at any time, unless a last day was set.
    """
    if state != TrainingState.OPEN or not is_public:
        raise Refused(_("This training takes no registrations."))
    if is_self_paced and last_day is None:
        return
    if last_day is None or clock.local(now, zone).date() > last_day:
        raise Refused(_("Registration for this training has ended."))


def is_open(
    *, state: TrainingState, is_public: bool, last_day: date | None, zone: str, now: datetime, taken: int,
    seats: int | None, is_self_paced: bool = False,
) -> bool:  # fmt: skip
    """Tell whether a registration would be taken now."""
    try:
        require_open(state=state, is_public=is_public, last_day=last_day, zone=zone, now=now,
                     is_self_paced=is_self_paced)  # fmt: skip
        require_seat(taken=taken, seats=seats)
    except Refused:
        return False
    return True
