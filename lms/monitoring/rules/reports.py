"""Decisions about activity reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.monitoring.models import ReportState

FLOW: Final[Mapping[ReportState, frozenset[ReportState]]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset({ReportState.VERIFIED_REGENCY, ReportState.RETURNED}),
    ReportState.VERIFIED_REGENCY: frozenset({ReportState.VERIFIED_PROVINCE, ReportState.RETURNED}),
    ReportState.VERIFIED_PROVINCE: frozenset({ReportState.LOCKED, ReportState.RETURNED}),
    ReportState.LOCKED: frozenset({ReportState.RETURNED}),
}
FLAG_TIMES_MEDIAN: Final = 5


@dataclass(frozen=True, kw_only=True)
class Tallies:
    """Heads without names; sexes and age groups are two ways of counting the same people."""

    women: int
    men: int
    under_15: int = 0
    from_15: int = 0
    from_25: int = 0
    from_60: int = 0
    disabled: int = 0

    @property
    def participants(self) -> int:
        """Everybody who took part."""
        return self.women + self.men


def require_counted(tallies: Tallies, *, on_day: date, today: date) -> None:
    """Refuse tallies that do not add up, an activity without people, and a day that has not come."""
    ages = tallies.under_15 + tallies.from_15 + tallies.from_25 + tallies.from_60
    problems = {}
    if tallies.participants == 0:
        problems["women"] = _("Count at least one participant.")
    if ages != tallies.participants:
        problems["under_15"] = _(
            "The age groups make %(ages)s, women and men make %(people)s: they count the same people.",
            ages=ages,
            people=tallies.participants,
        )
    if tallies.disabled > tallies.participants:
        problems["disabled"] = _("More than took part.")
    if on_day > today:
        problems["on_day"] = _("This day has not come yet.")
    if problems:
        raise Refused(_("The report does not add up yet."), fields=problems)


def allowed_next(state: ReportState) -> frozenset[ReportState]:
    """Return the states into which a report may go from one."""
    return FLOW[state]


def flags(*, participants: int, median: float | None, on_day: date, today: date) -> tuple[str, ...]:
    """Return what a verifier should look at: far more people than usual, a day in the future."""
    found = []
    if median and participants > FLAG_TIMES_MEDIAN * median:
        found.append("many")
    if on_day > today:
        found.append("future")
    return tuple(found)
