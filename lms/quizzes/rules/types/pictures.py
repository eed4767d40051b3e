"""Pictures and the areas on them: {shape, coords} in whole pixels of the picture.

`coords` of a "rect" are left, top, right, bottom; of a "circle" centre x, y and radius; of a "poly" x, y of each
corner.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flask_babel import gettext as _

from lms.quizzes.rules.types.base import Gradable, Option

SHAPES = {"rect": 4, "circle": 3, "poly": 6}
LARGEST = 10_000


def picture_problems(question: Gradable) -> Iterator[str]:
    """Tell what a question lacks of a picture: {name, alt, width, height}."""
    picture = question.settings.get("picture") or {}
    if not picture.get("name"):
        yield _("the picture is missing.")
    if not all(isinstance(picture.get(key), int) and 0 < picture[key] <= LARGEST for key in ("width", "height")):
        yield _("the size of the picture is not known.")


def area_problems(question: Gradable) -> Iterator[str]:
    """Tell which areas cannot be drawn."""
    for number, area in enumerate(question.options, 1):
        coords = area.get("coords") or ()
        least = SHAPES.get(str(area.get("shape")), 0)
        is_even = area.get("shape") != "poly" or len(coords) % 2 == 0
        is_whole = all(isinstance(one, int) and -LARGEST <= one <= LARGEST for one in coords)
        if not least or not is_whole or not is_even or (len(coords) < least if least == 6 else len(coords) != least):
            yield _("area %(n)s has no shape that can be drawn.", n=number)


def is_inside(area: Option, x: float, y: float) -> bool:
    """Tell whether a point lies in an area, its edge included."""
    coords = area["coords"]
    if area["shape"] == "rect":
        left, top, right, bottom = coords
        return bool(min(left, right) <= x <= max(left, right) and min(top, bottom) <= y <= max(top, bottom))
    if area["shape"] == "circle":
        return bool((x - coords[0]) ** 2 + (y - coords[1]) ** 2 <= coords[2] ** 2)
    return _in_polygon(list(zip(coords[::2], coords[1::2], strict=True)), x, y)


def centre(area: Option) -> tuple[float, float]:
    """Return a point of an area, for its label: the centre of a rectangle or circle, of a polygon one inside it."""
    coords = area["coords"]
    if area["shape"] == "rect":
        return (coords[0] + coords[2]) / 2, (coords[1] + coords[3]) / 2
    if area["shape"] == "circle":
        return float(coords[0]), float(coords[1])
    return _inner_point(list(zip(coords[::2], coords[1::2], strict=True)))


def _in_polygon(corners: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
        if _is_on((x1, y1), (x2, y2), x, y):
            return True
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _is_on(one: tuple[float, float], other: tuple[float, float], x: float, y: float) -> bool:
    (x1, y1), (x2, y2) = one, other
    is_straight = abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) < 1e-9
    return is_straight and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2)


def _inner_point(corners: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of the widest stretch of a polygon at half its height (or near it, between corners)."""
    ys = sorted({y for _x, y in corners})
    height = max(pairwise(ys), key=lambda pair: pair[1] - pair[0], default=(ys[0], ys[0]))
    y = sum(height) / 2
    cuts = sorted(
        x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]])
        if (y1 > y) != (y2 > y)
    )
    left, right = max(zip(cuts[::2], cuts[1::2], strict=False), key=lambda cut: cut[1] - cut[0], default=corners[0])
    return (left + right) / 2, y
