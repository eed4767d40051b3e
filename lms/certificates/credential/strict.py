"""Reading JSON that a stranger wrote: each name once, text that can be written again, no deeper than it may be."""

import json
from typing import Any

DEEPEST = 40  # ours have seven levels


class Unclean(ValueError):
    """JSON that two readers could understand differently, or that nobody should have to read."""


def parsed(text: str | bytes) -> dict[str, Any]:
    """Return an object; raise Unclean for anything else."""
    try:
        made = json.loads(text, object_pairs_hook=_once)
        json.dumps(made, ensure_ascii=False).encode()  # half a letter (a lone surrogate) cannot be written
    except (ValueError, RecursionError) as problem:
        raise Unclean from problem
    if not isinstance(made, dict) or _is_deeper(made, DEEPEST):
        raise Unclean
    return made


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Unclean("a name stands twice")
    return made


def _is_deeper(value: Any, most: int) -> bool:
    level = [value]
    for _ in range(most):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
