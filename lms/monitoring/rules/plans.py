"""Decisions about action plans."""

from datetime import date
from typing import Final
from urllib.parse import urlsplit

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.monitoring.models import ItemState
from lms.trainings.models import Capacity, TrainingState

PLANNING: Final = (Capacity.PARTICIPANT, Capacity.FACILITATOR)
STILL: Final = (ItemState.PLANNED, ItemState.RUNNING)
MOST_ITEMS: Final = 20


def is_overdue(due: date, state: ItemState, *, today: date) -> bool:
    """Tell whether an item should have been done by now."""
    return state in STILL and due < today


def may_plan(*, state: TrainingState, starts: date | None, is_self_paced: bool, today: date) -> bool:
    """Tell whether plans of a training may be written: from its first day on, and long after it."""
    if state not in (TrainingState.OPEN, TrainingState.CLOSED):
        return False
    return is_self_paced or (starts is not None and starts <= today)


def require_item(what: str, due: date | None, *, not_before: date | None, count: int) -> None:
    """Refuse a promise without words, without a day, or with a day before the training."""
    wrong = {}
    if not what:
        wrong["what"] = _("Write what will be done.")
    if due is None:
        wrong["due"] = _("Choose a day.")
    elif not_before and due < not_before:
        wrong["due"] = _("This day lies before the training.")
    if wrong:
        raise Refused(_("Please look at the plan."), fields=wrong)
    if count >= MOST_ITEMS:
        raise Refused(_("A plan has at most %(n)s items.", n=MOST_ITEMS))


def require_note(words: str, link: str, *, has_more: bool) -> None:
    """Refuse a note that says nothing, and a link that leads to no page."""
    if link and not _is_page(link):
        message = _("Write a whole address: https://…")
        raise Refused(message, fields={"link": message})
    if not (words or link or has_more):
        raise Refused(_("Write something, or add evidence."))


def _is_page(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc and " " not in link
