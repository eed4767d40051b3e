"""Ordering: options {key, text} in the right order; the keys tell nothing of it (`key_of`)."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from flask_babel import gettext as _

from lms.core import numbers
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types.base import Fields, Gradable, Grade, Kind, words_of

MOST_PLACE = 9_999


class Ordering(Kind):
    """Things to put in order. Setting `grading`: one of GRADINGS, "place" without it."""

    name = QuestionType.ORDERING
    shuffles = True

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        if len(question.options) < 2:
            yield _("an order needs at least two things.")
        if question.settings.get("grading", "place") not in GRADINGS:
            yield _("the way of grading is not known.")

    def clean(self, question: Gradable, response: Any) -> list[str] | None:
        """Return all keys in the given order; what was not placed comes last, in no order of ours."""
        if not isinstance(response, list):
            return None
        known = {option["key"] for option in question.options}
        placed = list(dict.fromkeys(key for key in response if isinstance(key, str) and key in known))
        return [*placed, *sorted(known - set(placed))] if placed else None

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return how much of the order is right."""
        places = {option["key"]: number for number, option in enumerate(question.options)}
        order = [places[key] for key in response]
        parts = {key: float(places[key] == number) for number, key in enumerate(response)}
        return Grade(GRADINGS[question.settings.get("grading", "place")](order), parts=parts)

    def right(self, question: Gradable) -> list[str]:
        """Return the keys in the right order."""
        return [option["key"] for option in question.options]

    def say(self, question: Gradable, response: Any) -> str:
        """Say the order."""
        words = {option["key"]: words_of(option) for option in question.options}
        return " → ".join(words[key] for key in response)

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read the place that each thing was given; an order that a script sent stands in one field."""
        said = [key for value in fields("") for key in value.split(",")]
        if any(said):
            return said
        typed = ((one["key"], value) for one in question.options for value in fields(f"-{one['key']}")[:1])
        places = ((numbers.plain(value, most=MOST_PLACE), key) for key, value in typed)
        return [key for _place, key in sorted((place, key) for place, key in places if place is not None)]

    def order(self, question: Gradable, *, chance: int, shuffle: bool) -> list[str]:
        """Return a shuffled order that is never the right one."""
        found = super().order(question, chance=chance, shuffle=shuffle)
        return [*found[1:], found[0]] if found == self.right(question) else found


def _exact(order: Sequence[int]) -> float:
    return float(list(order) == sorted(order))


def _place(order: Sequence[int]) -> float:
    return sum(1 for number, place in enumerate(order) if number == place) / len(order)


def _next(order: Sequence[int]) -> float:
    return sum(1 for one, other in pairwise(order) if other == one + 1) / max(1, len(order) - 1)


def _pairs(order: Sequence[int]) -> float:
    pairs = list(combinations(order, 2))
    return sum(1 for one, other in pairs if one < other) / max(1, len(pairs))


def _longest(order: Sequence[int]) -> float:
    """Return the part of the things that stand in order if the fewest are taken out; a single one is no order."""
    tails: list[int] = []
    for place in order:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails) / len(order) if len(tails) > 1 else 0.0


GRADINGS: dict[str, Callable[[Sequence[int]], float]] = {
    "place": _place, "exact": _exact, "next": _next, "pairs": _pairs, "longest": _longest,
}  # fmt: skip
ORDERING = Ordering()
