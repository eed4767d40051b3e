"""Mark a spot of a picture: `settings.choices` are the markers, options the areas {key, shape, coords, right}.

`right` are the keys of the markers that belong there. A response maps markers to "x,y", in per cent of the picture's
width and height.
"""

import math
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types.base import Fields, Gradable, Grade, Kind, feedback_of, number_in_words, words_of
from lms.quizzes.rules.types.pictures import area_problems, centre, is_inside, picture_problems
from lms.quizzes.rules.types.placing import choices


class Hotspot(Kind):
    """Markers on a picture. A marker that no area takes is a distractor; setting `all_or_nothing`."""

    name = QuestionType.HOTSPOT

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from picture_problems(question)
        yield from area_problems(question)
        known = {one["key"] for one in choices(question)}
        if not question.options:
            yield _("there is no area to be marked.")
        if any(not area.get("right") or set(area["right"]) - known for area in question.options):
            yield _("an area has no marker that belongs there.")

    def clean(self, question: Gradable, response: Any) -> dict[str, str] | None:
        """Return where each marker stands, in hundredths of a per cent at most."""
        if not isinstance(response, dict):
            return None
        places = {one["key"]: _point(response.get(one["key"])) for one in choices(question)}
        return {key: said_of(*point) for key, point in places.items() if point} or None

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the part of the markers that stand right, of those that should or do stand somewhere."""
        wanted = {key for area in question.options for key in area["right"]}
        parts = {key: float(stands_right(question, key, response.get(key))) for key in sorted(wanted)}
        good = sum(parts.values())
        fraction = good / max(len(wanted), len(response))
        if question.settings.get("all_or_nothing"):
            fraction = float(fraction == 1.0)
        hit = [one for one in question.options if any(_hits(question, one, said) for said in response.values())]
        return Grade(fraction, feedback_of(hit), tuple(one["key"] for one in hit), parts)

    def right(self, question: Gradable) -> dict[str, str]:
        """Return a point of its area for each marker."""
        picture = question.settings["picture"]
        found: dict[str, str] = {}
        for area in question.options:
            x, y = centre(area)
            for key in area["right"]:
                found.setdefault(key, said_of(x * 100 / picture["width"], y * 100 / picture["height"]))
        return found

    def say(self, question: Gradable, response: Any) -> str:
        """Say where the markers stand."""
        words = {one["key"]: words_of(one) for one in choices(question)}
        return "; ".join(f"{words[key]} ({_per_cents(said)})".strip() for key, said in response.items())

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read how far from the left and from the top each marker stands."""
        return {
            one["key"]: ",".join(
                part.replace(",", ".") for axis in "xy" for part in fields(f"-{one['key']}-{axis}")[:1]
            )
            for one in choices(question)
        }

    def shown(self, question: Gradable) -> list[str]:
        """Return the markers."""
        return [one["key"] for one in choices(question)]


def stands_right(question: Gradable, key: str, said: str | None) -> bool:
    """Tell whether a marker stands in an area where it belongs."""
    return any(key in area["right"] and _hits(question, area, said) for area in question.options)


def said_of(x: float, y: float) -> str:
    """Return a point in per cent of the picture's width and height, as responses say it."""
    return f"{round(x, 2):g},{round(y, 2):g}"


def _per_cents(said: str) -> str:
    return " · ".join(f"{number_in_words(part)} %" for part in said.split(","))


def _hits(question: Gradable, area: Any, said: str | None) -> bool:
    point = _point(said)
    picture = question.settings["picture"]
    return point is not None and is_inside(area, point[0] * picture["width"] / 100, point[1] * picture["height"] / 100)


def _point(said: Any) -> tuple[float, float] | None:
    if not isinstance(said, str) or said.count(",") != 1 or len(said) > 40:
        return None
    try:
        x, y = (round(float(part), 2) for part in said.split(","))
    except ValueError:
        return None
    is_there = math.isfinite(x) and math.isfinite(y) and 0 <= x <= 100 and 0 <= y <= 100
    return (x, y) if is_there else None


HOTSPOT = Hotspot()
