"""The words of the event page, for its script."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.attendance.actions import Marked
from lms.attendance.forms import STATUS_NAMES
from lms.trainings.models import Capacity
from lms.trainings.rules.labels import capacities
from lms.web.filters import number


def told_people(expected: Mapping[Capacity, int]) -> str:
    """Return how many people of each capacity are expected, such as "Participant: 40 · Trainer: 2"."""
    return " · ".join(f"{name}: {number(expected[key])}" for key, name in capacities().items() if expected.get(key))


def told_numbers(marked: Marked) -> str:
    """Return which rows of a sheet were marked and left out, by number and name: whoever typed compares them."""
    told = ngettext("%(num)s person marked: %(rows)s.", "%(num)s people marked: %(rows)s.", len(marked.read),
                    rows=_shortened(marked.read, most=3))  # fmt: skip
    without = [_("Left out: %(rows)s.", rows=_shortened(marked.left_out, most=12))] if marked.left_out else []
    return " ".join([told, *without, _("Compare the names with the paper.")])


def _shortened(rows: list[str], *, most: int) -> str:
    """Return rows on one line, of many the first and the last: what is told lies in a cookie, which has little room."""
    first, last = (rows, []) if len(rows) <= most else (rows[: most - 2], rows[-1:])
    return " … ".join([", ".join(first), *last])


def event_words() -> dict[str, Any]:
    """Return every word that the script shows; {n}, {name} and {status} are filled in by it."""
    return {
        "status": {status.value: str(name) for status, name in STATUS_NAMES.items()},
        "role": {capacity.value: name for capacity, name in capacities().items()},
        "conflict": _("Contradiction"),
        "signIn": _("Sign in again to send them"),
        "yes": _("yes"),
        "no": _("no"),
        "now": _("now"),
        "waiting": _("{n} marks wait on this device"),
        "sent": _("Everything is sent"),
        "offline": _("No line"),
        "noRoll": _("The roll is not on this device yet. It needs a line once."),
        "expired": _("This training is over: its roll was deleted from this device. Unsent marks are kept."),
        "cutOff": _(
            "This device may not mark this training any more. What it still holds goes to the organisers to check."
        ),
        "other": _("{n} marks on this device were made by somebody else. They wait until that person signs in again."),
        "handOver": _("Send them to the organisers to check"),
        "refused": _("{n} marks could not be taken and stay here. Show this phone to the organisers."),
        "quarantined": _("{n} marks wait for the organisers’ decision."),
        "unknown": _("Unknown code kept: {name}"),
        "already": _("{name} is already marked: {status}"),
        "byHand": _("{name} was marked {status} by hand; that stays. The scan is kept."),
        "elsewhere": _("{name} was also read in “{status}” at this time. Both are kept; the organisers decide."),
        "marked": _("{name}: {status}"),
        "undone": _("Taken back: {n}"),
        "allPresent": _("{n} people marked present"),
        "leave": _("{n} marks are not sent yet. They stay on this device until you sign in again. Sign out now?"),
        "leaveDevice": _("{n} marks are not sent yet. After leaving, they go to the organisers to check. Leave?"),
        "noCamera": _("The camera cannot be used here. Search the name instead."),
        "ready": {
            "secure": _("The address is secure, so the page can work without a line"),
            "worker": _("The page itself is on this device"),
            "roll": _("The roll is on this device: {n} people, {name} sessions"),
            "kept": _("The browser promised to keep it"),
            "camera": _("The camera can be used"),
        },
        "isReady": _("ready without a line"),
        "isNotReady": _("not ready for a hall without a line"),
    }
