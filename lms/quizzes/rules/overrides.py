"""Other terms of a quiz: what counts where a training, groups and a person were given some."""

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import Any

GENEROUS: Mapping[str, Any] = {"opens_at": min, "closes_at": max, "time_limit": max, "attempts_allowed": max}


class Whom(IntEnum):
    """Whom terms were given to; the greater counts before the smaller, term by term."""

    TRAINING = 0
    GROUP = 1
    PERSON = 2


def overridden(given: Iterable[tuple[Whom, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return the terms that count instead of the quiz's own; what is None was not given.

    A person's own term counts before that of a group, and a group's before the training's. Of several groups the most
    generous one counts: the earliest beginning, the latest end, the longest time, the most attempts; of several
    passwords the first that was given.
    """
    found: dict[str, Any] = {}
    heights: dict[str, Whom] = {}
    for whom, facts in given:
        for name, value in facts.items():
            if value is None or whom < heights.get(name, whom):
                continue
            is_rival = heights.get(name) == whom
            found[name] = GENEROUS.get(name, _first)(found[name], value) if is_rival else value
            heights[name] = whom
    return found


def _first(one: Any, _other: Any) -> Any:
    return one
