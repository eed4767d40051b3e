"""What becomes of a step that arrives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lms.quizzes.models import StepKind


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


def judge(sent: Sent, response: Any, known: Known, *, is_over: bool) -> StepKind:
    """Return whether a step counts: late when the time is over, a rival when its device did not know the newest.

    A device's own unacknowledged steps do not make its next one a rival, nor does the same answer given twice.
    """
    if is_over:
        return StepKind.LATE
    is_informed = sent.base_seq >= known.sequence or (sent.device != "" and sent.device == known.device)
    return StepKind.SAVED if is_informed or response == known.response else StepKind.RIVAL
