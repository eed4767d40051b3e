"""A picture on paper: a grid of lettered columns and numbered rows, and the point that a keyed square stands for."""

import re
from collections.abc import Iterator
from string import ascii_uppercase

from lms.quizzes.rules.types import Gradable
from lms.quizzes.rules.types.hotspot import said_of, stands_right
from lms.quizzes.rules.types.pictures import centre

SIDE = 20  # squares across and down: 5 per cent each
COLUMNS = ascii_uppercase[:SIDE]
TRIES = 9  # points looked at across and down a square
SQUARE = re.compile(r"([A-Z])\s*(\d{1,2})", re.IGNORECASE)


def find_point(question: Gradable, marker: str, keyed: str) -> str | None:
    """Return the point of a square such as "C4" for a marker, or None where there is no such square.

    Who marks a square cannot say which part of it: a point where the marker belongs is taken, if the square has one.
    """
    found = SQUARE.fullmatch(keyed.strip())
    if found is None or found[1].upper() not in COLUMNS or not 1 <= int(found[2]) <= SIDE:
        return None
    column, row = COLUMNS.index(found[1].upper()), int(found[2]) - 1
    points = [said_of(x, y) for x, y in (*_areas(question, column, row), *_points(column, row))]
    middle = said_of((column + 0.5) * 100 / SIDE, (row + 0.5) * 100 / SIDE)
    return next((one for one in points if stands_right(question, marker, one)), middle)


def _points(column: int, row: int) -> Iterator[tuple[float, float]]:
    for down in range(TRIES):
        for across in range(TRIES):
            yield (column + (across + 0.5) / TRIES) * 100 / SIDE, (row + (down + 0.5) / TRIES) * 100 / SIDE


def _areas(question: Gradable, column: int, row: int) -> Iterator[tuple[float, float]]:
    """Yield the middle of each area that lies in a square: it may be smaller than what lies between two points."""
    picture = question.settings["picture"]
    for area in question.options:
        x, y = centre(area)
        x, y = x * 100 / picture["width"], y * 100 / picture["height"]
        if (int(x * SIDE / 100), int(y * SIDE / 100)) == (column, row):
            yield x, y
