"""What becomes of a step that arrives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from lms.quizzes.models import StepKind

LARGEST_SEQUENCE = 2**31 - 1
LARGEST_ANSWER = 320_000
"""So many characters of JSON an answer may have: an essay of 50,000, each letter escaped."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A step as a device sent it; `base_seq` is the newest sequence of the item that it knew.

    The response is given as such, or as the `fields` of a form: the values of each control by what follows its name.
    """

    uid: UUID
    item_uid: UUID
    base_seq: int
    response: Any = None
    fields: Mapping[str, list[str]] | None = None
    certainty: int | None = None
    device: str = ""
    client_at: datetime | None = None


@dataclass(frozen=True)
class Known:
    """What counts for an item now."""

    sequence: int
    response: Any
    device: str


def read_fields(said: Any) -> dict[str, list[str]]:
    """Return the values of a form's controls by what follows their name; raise ValueError where they are none."""
    if not isinstance(said, dict):
        raise ValueError
    for values in said.values():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError
    return {suffix: values or [""] if suffix == "--certainty" else values for suffix, values in said.items()}


def read_base(said: Any) -> int:
    """Return the sequence that a device knew; raise ValueError where it is none."""
    if type(said) is not int or not 0 <= said <= LARGEST_SEQUENCE:
        raise ValueError
    return said


def read_moment(said: Any) -> datetime | None:
    """Return the time that a device gave, if it tells a zone; raise ValueError or TypeError where it is none."""
    at = datetime.fromisoformat(said) if said else None
    try:
        return at.astimezone(UTC) if at and at.tzinfo else None
    except OverflowError as error:  # the first and the last day of all, in a zone in which they are no days
        raise ValueError from error


def judge(sent: Sent, response: Any, known: Known, *, is_over: bool) -> StepKind:
    """Return whether a step counts: late when the time is over, a rival when its device did not know the newest.

    A device's own unacknowledged steps do not make its next one a rival, nor does the same answer given twice.
    """
    if is_over:
        return StepKind.LATE
    is_informed = sent.base_seq >= known.sequence or (sent.device != "" and sent.device == known.device)
    return StepKind.SAVED if is_informed or response == known.response else StepKind.RIVAL
