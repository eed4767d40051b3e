"""Questions: what may be asked, and how a list of them is changed.

A question is plain data: {"key", "kind", "label": {id, en}, "required", "options": [{id, en}…]}. The ends of a scale
(what 1 and 5 mean) are its two options.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from flask_babel import gettext as _

from lms.core.errors import Refused

STEPS: Final = 5
MOST_QUESTIONS: Final = 40
MOST_OPTIONS: Final = 20


class Kind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


def new_question(
    questions: Sequence[Mapping[str, Any]],
    *,
    kind: Kind,
    label: dict[str, str],
    options: Sequence[dict[str, str]],
    required: bool,
) -> dict[str, Any]:
    """Return a question with a key that no other has ever had in this list; keys join answers across editions."""
    taken = [int(question["key"][1:]) for question in questions]
    kept = [] if kind == Kind.TEXT else list(options)
    return {"key": f"q{max(taken, default=0) + 1}", "kind": kind.value, "label": label, "required": required,
            "options": kept}  # fmt: skip


def require_question(question: Mapping[str, Any], *, count: int) -> None:
    """Refuse a question that nobody could answer."""
    options = len(question["options"])
    if count >= MOST_QUESTIONS:
        raise Refused(_("A form has at most %(n)s questions.", n=MOST_QUESTIONS))
    if question["kind"] in (Kind.CHOICE, Kind.CHOICES) and not 2 <= options <= MOST_OPTIONS:
        message = _("Write two to %(n)s choices, one on each line.", n=MOST_OPTIONS)
        raise Refused(message, fields={"options": message})
    if question["kind"] == Kind.SCALE and options not in (0, 2):
        message = _("A scale has two ends: what 1 means, and what 5 means, one on each line.")
        raise Refused(message, fields={"options": message})


def without(questions: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return a list without one question."""
    return [dict(question) for question in questions if question["key"] != key]


def with_moved(questions: Sequence[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return a list with one question a place earlier."""
    moved = [dict(question) for question in questions]
    at = next((index for index, question in enumerate(moved) if question["key"] == key), 0)
    if at:
        moved[at - 1], moved[at] = moved[at], moved[at - 1]
    return moved
