"""Questions: what may be asked, and how a list of them is changed.

A question is plain data: {"key", "kind", "label": {id, en}, "help": {id, en}, "required", "least", "most",
"options": [{"key", id, en, "seats"}…]}. Keys join answers across versions, so none is ever given twice in one
questionnaire. The ends of a scale (what 1 and 5 mean) are its two options.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from flask_babel import gettext as _

from lms.core.errors import Refused

STEPS: Final = 5
MOST_QUESTIONS: Final = 40
MOST_OPTIONS: Final = 30


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHOICES = "choices"
    SEATS = "seats"  # one of several choices, each with so many seats
    NUMBER = "number"
    DAY = "day"
    SCALE = "scale"
    FILE = "file"
    CONSENT = "consent"


CHOOSING: Final = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.SEATS})
PERSONAL: Final = frozenset({Kind.SEATS, Kind.FILE, Kind.CONSENT})
"""What somebody answers with a name only: a seat, a paper, an agreement."""


def make_question(
    key: str, *, kind: Kind, label: dict[str, str], note: dict[str, str] | None = None,
    options: Sequence[Mapping[str, Any]] = (), required: bool = False, least: int | None = None,
    most: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return a question as plain data; what its kind has no use for is left out."""
    has_options = kind in CHOOSING or kind == Kind.SCALE
    is_number = kind == Kind.NUMBER
    return {
        "key": key, "kind": kind.value, "label": label, "help": dict(note or {}), "required": required,
        "options": [dict(option) for option in options] if has_options else [],
        "least": least if is_number else None, "most": most if is_number else None,
    }  # fmt: skip


def require_question(question: Mapping[str, Any], *, count: int) -> None:
    """Refuse a question that nobody could answer, as the next of `count` others."""
    options, kind = question["options"], question["kind"]
    if count >= MOST_QUESTIONS:
        raise Refused(_("A form has at most %(n)s questions.", n=MOST_QUESTIONS))
    if kind in CHOOSING and not 2 <= len(options) <= MOST_OPTIONS:
        raise _wrong("options", _("Write two to %(n)s choices, one on each line.", n=MOST_OPTIONS))
    if kind == Kind.SCALE and len(options) not in (0, 2):
        raise _wrong("options", _("A scale has two ends: what 1 means, and what 5 means, one on each line."))
    if kind == Kind.SEATS and not any(option.get("seats") is not None for option in options):
        raise _wrong("options", _("Write the number of seats at the end of at least one line: Writing class | 30"))
    if question["least"] is not None and question["most"] is not None and question["least"] > question["most"]:
        raise _wrong("most", _("The largest number is below the smallest."))


def options_of(question: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """Return the choices of a question by the keys that answers name."""
    return {option["key"]: option for option in question["options"]}


def without(questions: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return a list without one question."""
    return [dict(question) for question in questions if question["key"] != key]


def with_moved(questions: Sequence[Mapping[str, Any]], key: str, by: int = -1) -> list[dict[str, Any]]:
    """Return a list with one question a place earlier (by = -1) or later (by = 1)."""
    moved = [dict(question) for question in questions]
    at = next((index for index, question in enumerate(moved) if question["key"] == key), None)
    if at is not None and 0 <= at + by < len(moved):
        moved.insert(at + by, moved.pop(at))
    return moved


def with_copy(questions: Sequence[Mapping[str, Any]], key: str, new_key: str) -> list[dict[str, Any]]:
    """Return a list with a copy of one question right after it."""
    copied: list[dict[str, Any]] = []
    for question in questions:
        copied.append(dict(question))
        if question["key"] == key:
            copied.append({**question, "key": new_key})
    return copied


def with_changed(questions: Sequence[Mapping[str, Any]], key: str, changed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a list with one question in a new shape, in its old place."""
    return [dict(changed) if question["key"] == key else dict(question) for question in questions]


def are_alike(one: str, other: str) -> bool:
    """Tell whether the answers to questions of two kinds are of one form."""
    return one == other or {one, other} <= {Kind.LINE, Kind.TEXT}


def _wrong(field: str, message: str) -> Refused:
    return Refused(message, fields={field: message})
