"""Minutes as they are read: session by session."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any


def by_session(items: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Return items that stand in the order of their sessions as (title of the session, its items); "" for none."""
    named = groupby(items, key=lambda one: one.session.title if one.session else "")
    return [(title, list(part)) for title, part in named]
