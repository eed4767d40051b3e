"""Whether an office may send somebody: the day, the quotas, the seats, and what follows which state."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.enrolment.models import NominationState
from lms.trainings.models import Capacity, TrainingState

HOLDING = (NominationState.PROPOSED, NominationState.ENDORSED, NominationState.ACCEPTED)
PENDING = (NominationState.PROPOSED, NominationState.ENDORSED)
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Limit:
    """A quota as it stands: `office_id`, or the reach code of a region with all below it."""

    quota_id: int
    label: str
    capacity: Capacity
    seats: int
    taken: int
    waiting: int = 0
    office_id: int | None = None
    reach_code: str | None = None

    @property
    def left(self) -> int:
        """How many may still be sent."""
        return max(0, self.seats - self.taken)


@dataclass(frozen=True)
class Sent:
    """What quotas look at in a named person."""

    capacity: Capacity
    office_id: int
    reach_code: str


def require_taking(*, state: TrainingState, until: date | None, zone: str, now: datetime) -> None:
    """Refuse a name for a training that takes no delegations, or after its last day for them."""
    if state != TrainingState.OPEN or until is None:
        raise Refused(_("This training takes no delegations."))
    if clock.local(now, zone).date() > until:
        raise Refused(_("The last day for delegations has passed."))


def applies(limit: Limit, sent: Sent) -> bool:
    """Tell whether a quota counts somebody."""
    if limit.capacity != sent.capacity:
        return False
    if limit.office_id is not None:
        return limit.office_id == sent.office_id
    return f"{sent.reach_code}.".startswith(f"{limit.reach_code}.")


def why_not(limits: Iterable[Limit], sent: Sent, *, seats_left: int | None) -> str:
    """Say why somebody cannot be sent, or nothing: every quota that counts the person needs room, and the training.

    A training without quotas lets every office send people up to its capacity.
    """
    known = list(limits)
    mine = [limit for limit in known if applies(limit, sent)]
    if known and not mine:
        return str(_("Your office and region have no quota in this capacity."))
    full = next((limit for limit in mine if not limit.left), None)
    if full is not None:
        return str(_("The quota of %(place)s is full: %(taken)s of %(seats)s.", place=full.label, taken=full.taken,
                     seats=full.seats))  # fmt: skip
    if sent.capacity == Capacity.PARTICIPANT and seats_left is not None and seats_left <= 0:
        return str(_("This training is full."))
    return ""


def with_one_more(limits: Iterable[Limit], sent: Sent) -> list[Limit]:
    """Return the quotas once somebody was taken in."""
    return [replace(one, taken=one.taken + 1) if applies(one, sent) else one for one in limits]


def first_state(stages: int) -> NominationState:
    """Return where somebody within the quotas begins: accepted at once where nobody has to approve."""
    return NominationState.PROPOSED if stages else NominationState.ACCEPTED


def ready_for_organiser(state: NominationState, stages: int) -> bool:
    """Tell whether the organiser may accept: in two stages the office comes first."""
    return state == NominationState.ENDORSED or (state == NominationState.PROPOSED and stages < 2)


def require_reason(reason: str) -> None:
    """Refuse a decision against somebody without its reason."""
    if not reason.strip():
        message = _("Give the reason.")
        raise Refused(message, fields={"reason": message})


def require_points(points: int, most: int) -> None:
    """Refuse points that a criterion does not give."""
    if not 0 <= points <= most:
        raise Refused(_("Between 0 and %(n)s points.", n=most))
