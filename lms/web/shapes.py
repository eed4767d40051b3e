"""Rows of long lists: what a macro draws is drawn once for all rows that look alike, and filled in for each.

A roll of 210 people has a dozen looks; a row then costs a few microseconds instead of a macro's run.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup, escape

_PLAIN = {int, UUID}  # their text needs no escaping
_GAP = re.compile("\ue000(\\d+)\ue001")


class Row(NamedTuple):
    """A row to draw: how it looks, and what is filled in."""

    look: Hashable
    values: Sequence[object]


class Shapes:
    """What a macro draws from a look and some values: one shape for each look, with gaps for the values."""

    def __init__(self, draw: Callable[..., str]) -> None:
        self._draw = draw
        self._shapes: dict[Hashable, str] = {}

    def fill(self, rows: Iterable[Row]) -> Markup:
        """Return the rows, their values escaped."""
        parts = [self._shape(row.look, len(row.values)).format(*map(_safe, row.values)) for row in rows]
        return Markup("".join(parts))  # noqa: S704 - the macro's words, and values that are safe

    def _shape(self, look: Hashable, gaps: int) -> str:
        found = self._shapes.get(look)
        if found is None:
            marks = [Markup(f"\ue000{gap}\ue001") for gap in range(gaps)]  # noqa: S704 - our own marks
            drawn = str(self._draw(look, *marks)).replace("{", "{{").replace("}", "}}")
            found = self._shapes[look] = _GAP.sub(r"{\1}", drawn)
        return found


def _safe(value: object) -> str:
    return str(value) if type(value) in _PLAIN else escape(value)


def register(app: Any) -> None:
    """Let templates make shapes of a macro: `shapes(row).fill(rows)`."""
    app.jinja_env.globals["shapes"] = Shapes
