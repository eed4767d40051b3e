"""Events: what has happened, told upward inside the same transaction.

`wiring.py` fills the table; a reaction only writes rows: it never refuses, renders, sends or takes a number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from lms.core.db import in_transaction


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: ids only, in batches, named in the past tense."""


Reactions = Mapping[type[Event], Sequence[Callable[[Any], None]]]


def connect(app: Any, reactions: Reactions) -> None:
    """Give an application its table of reactions."""
    app.extensions["reactions"] = dict(reactions)


def publish(event: Event) -> None:
    """Tell an event to everything that is wired to it, in order, now, in the same transaction."""
    if not in_transaction():
        raise RuntimeError("publish() belongs inside transaction().")
    for react in current_app.extensions["reactions"].get(type(event), ()):
        react(event)
