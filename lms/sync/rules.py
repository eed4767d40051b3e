"""What a fact looks like, and what a kind of facts brings along."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import UUID

from lms.core.errors import Unreadable

MOST_FACTS: Final = 500
LARGEST_FACT: Final = 4000
LARGEST_BATCH: Final = MOST_FACTS * (LARGEST_FACT + 200)
"""Bytes of a request: as many facts as one brings, each as large as it may be, with its uid and kind."""
MOST_WAITING: Final = 5000
"""So many facts of one principal may lie in quarantine: more than an event makes, and a bound for a stolen phone."""


class Take(Protocol):
    """How a fact of a kind becomes a row; it raises Refused, or Unreadable where the data is none of its kind."""

    def __call__(
        self, uid: UUID, data: Mapping[str, Any], *, by: Any, now: Any, made_by: int | None = None
    ) -> dict[str, Any]:
        """Take it, in one transaction."""


@dataclass(frozen=True)
class SyncKind:
    """A kind of facts: how one is taken, to which training it belongs, and how many are put into words for a human."""

    take: Take
    training_of: Callable[[Mapping[str, Any]], int | None]
    told: Callable[[Sequence[Mapping[str, Any]]], list[tuple[str, str]]]
    largest: int = LARGEST_FACT


@dataclass(frozen=True)
class Fact:
    """One fact as it was sent."""

    uid: UUID
    kind: str
    data: Mapping[str, Any]


def read_fact(entry: Any) -> Fact:
    """Return a fact; Unreadable where something else stands in its place."""
    try:
        fact = Fact(uid=UUID(entry["uid"]), kind=str(entry["kind"])[:40], data=dict(entry["data"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable("This is no fact.") from error
    return fact


def require_size(fact: Fact, kind: SyncKind) -> None:
    """Refuse as unreadable what is larger than any fact of its kind, or no JSON."""
    try:
        size = len(json.dumps(fact.data))
    except (TypeError, ValueError) as error:
        raise Unreadable("This is no fact.") from error
    if size > kind.largest:
        raise Unreadable("This fact is too large.")
