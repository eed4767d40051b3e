"""Decisions about trainings, with plain values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import available_timezones

from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.trainings.models import Participation, Step, TrainingState

MOST_DAYS = 400
FLOW = {
    "opened": (frozenset({TrainingState.DRAFT}), TrainingState.OPEN),
    "closed": (frozenset({TrainingState.OPEN}), TrainingState.CLOSED),
    "reopened": (frozenset({TrainingState.CLOSED, TrainingState.CANCELLED}), TrainingState.OPEN),
    "cancelled": (frozenset({TrainingState.DRAFT, TrainingState.OPEN}), TrainingState.CANCELLED),
}


@dataclass(frozen=True)
class Dates:
    """The dates of a participation, derived from its facts."""

    invited_at: datetime | None = None
    registered_at: datetime | None = None
    arrived_at: datetime | None = None
    withdrawn_at: datetime | None = None


def dates_of(participation: Participation) -> Dates:
    """Return the dates that a participation carries."""
    return Dates(participation.invited_at, participation.registered_at, participation.arrived_at,
                 participation.withdrawn_at)  # fmt: skip


def after(dates: Dates, step: Step, at: datetime) -> Dates:
    """Return the dates once a step is taken; a step taken twice keeps its first date."""
    if step == Step.INVITED:
        return replace(dates, invited_at=dates.invited_at or at)
    if step == Step.REGISTERED:
        return replace(dates, registered_at=dates.registered_at or at)
    if step == Step.ARRIVED:
        return replace(
            dates,
            arrived_at=dates.arrived_at or at,
            registered_at=dates.registered_at or at,
            withdrawn_at=None,
        )
    if step == Step.NOT_ARRIVED:
        return replace(dates, arrived_at=None)
    if step == Step.WITHDREW:
        return replace(dates, withdrawn_at=dates.withdrawn_at or at)
    return replace(dates, withdrawn_at=None)


def derive(facts: Iterable[tuple[Step, datetime]]) -> Dates:
    """Return the dates that a participation's facts give, taken in their order."""
    dates = Dates()
    for step, at in facts:
        dates = after(dates, step, at)
    return dates


def next_state(act: str, state: TrainingState) -> TrainingState:
    """Return the state that an act leads to, or refuse it in this one; repeating an act changes nothing."""
    allowed, target = FLOW[act]
    if state == target:
        return target
    if state not in allowed:
        raise Refused(_("This cannot be done while the training is %(state)s.", state=_STATES[state]()))
    return target


def require_dates(starts: date | None, ends: date | None) -> None:
    """Refuse dates that end before they begin, or that last longer than a training can."""
    if starts is None and ends is None:
        return
    if starts is None:
        raise Refused(_("Give the first day."), fields={"starts": _("Give the first day.")})
    if ends is not None and ends < starts:
        message = _("The last day lies before the first day.")
        raise Refused(message, fields={"ends": message})
    if ends is not None and (ends - starts).days > MOST_DAYS:
        message = _("A training lasts at most %(n)s days.", n=MOST_DAYS)
        raise Refused(message, fields={"ends": message})


def require_zone(zone: str) -> None:
    """Refuse a time zone that does not exist."""
    if zone not in available_timezones():
        message = _("There is no such time zone.")
        raise Refused(message, fields={"zone": message})


def require_seat(*, taken: int, seats: int | None) -> None:
    """Refuse when every seat is taken."""
    if seats is not None and taken >= seats:
        raise Refused(_("This training is full."))


def require_times(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a session that ends before it begins."""
    if ends_at <= starts_at:
        message = _("The session ends before it begins.")
        raise Refused(message, fields={"end": message})


def require_inside(starts_at: datetime, ends_at: datetime, *, first: date | None, last: date | None, zone: str) -> None:
    """Refuse a session outside its training's days (of the training's own zone)."""
    if first is None:
        return
    begin, end = clock.local(starts_at, zone).date(), clock.local(ends_at, zone).date()
    if begin < first or end > (last or first):
        message = _("The session lies outside the days of the training.")
        raise Refused(message, fields={"day": message})


def overlaps(a: tuple[datetime, datetime], b: tuple[datetime, datetime]) -> bool:
    """Tell whether two stretches of time have a moment in common; touching ends do not."""
    return a[0] < b[1] and b[0] < a[1]


_STATES = {
    TrainingState.DRAFT: lambda: _("a draft"),
    TrainingState.OPEN: lambda: _("open"),
    TrainingState.CLOSED: lambda: _("closed"),
    TrainingState.CANCELLED: lambda: _("cancelled"),
}
