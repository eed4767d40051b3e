"""Matching, gap select, words into text, things onto a picture: choices are put into places.

Places are the options {key, text?, right: [choice keys], group?, feedback?}; `settings.choices` are {key, text, group?,
many?}. A place takes choices of its group. A response maps places to choices.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types.base import Fields, Gradable, Grade, Kind, Option, feedback_of, gaps, words_of
from lms.quizzes.rules.types.pictures import area_problems, picture_problems


class Placing(Kind):
    """Choices in places. Setting `all_or_nothing`."""

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        if not question.options:
            yield _("there is nothing to fill.")
        if len(choices(question)) < 2:
            yield _("at least two choices are needed.")
        known = {(one["key"], group_of(one)) for one in choices(question)}
        for place in question.options:
            if not place.get("right") or any((key, group_of(place)) not in known for key in place["right"]):
                yield _("a place has no right choice.")

    def clean(self, question: Gradable, response: Any) -> dict[str, str] | None:
        """Return the choice of each filled place; one that may be used once stays at its first place."""
        if not isinstance(response, dict):
            return None
        found: dict[str, str] = {}
        for place in question.options:
            key = response.get(place["key"])
            choice = next((one for one in choices(question) if one["key"] == key), None)
            if choice and group_of(choice) == group_of(place) and self.is_free(choice, found):
                found[place["key"]] = choice["key"]
        return found or None

    def is_free(self, choice: Option, found: dict[str, str]) -> bool:
        """Tell whether a choice may be used again."""
        return True

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the part of the places that hold a right choice."""
        parts = {place["key"]: float(self._is_right(question, place, response)) for place in question.options}
        fraction = sum(parts.values()) / len(parts) if parts else 0.0
        if question.settings.get("all_or_nothing"):
            fraction = float(fraction == 1.0)
        filled = [place for place in question.options if place["key"] in response]
        return Grade(fraction, feedback_of(filled), parts=parts)

    def right(self, question: Gradable) -> dict[str, str]:
        """Return a right choice for each place, each once where it must."""
        found: dict[str, str] = {}
        known = {one["key"]: one for one in choices(question)}
        for place in question.options:
            free = [key for key in place["right"] if self.is_free(known[key], found)]
            found[place["key"]] = (free or _alike(question, place, found) or list(place["right"]))[0]
        return found

    def say(self, question: Gradable, response: Any) -> str:
        """Say what was put where."""
        words = {one["key"]: words_of(one) for one in choices(question)}
        return "; ".join(
            f"{words_of(place) or place['key']} → {words[response[place['key']]]}"
            for place in question.options
            if place["key"] in response
        )

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read the choice of each place."""
        return {place["key"]: value for place in question.options for value in fields(f"-{place['key']}")[:1]}

    def shown(self, question: Gradable) -> list[str]:
        """Return the choices."""
        return [one["key"] for one in choices(question)]

    def _is_right(self, question: Gradable, place: Option, response: dict[str, str]) -> bool:
        """Tell whether a place holds a right choice, or one that reads like it."""
        key = response.get(place["key"])
        if key is None or key in place["right"]:
            return key is not None
        words = {one["key"]: words_of(one) for one in choices(question)}
        return words[key] in {words[right] for right in place["right"]}


class Matching(Placing):
    """Statements and what belongs to each."""

    name = QuestionType.MATCHING
    shuffles = True


class GapSelect(Placing):
    """Gaps in a text, each with a list to choose from; the text holds [[key]] where a gap is."""

    name = QuestionType.GAPSELECT

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from super().problems(question)
        yield from gap_problems(question)


class DragWords(GapSelect):
    """Words to put into the gaps of a text; a choice with `many` may be used again."""

    name = QuestionType.DRAGWORDS

    def is_free(self, choice: Option, found: dict[str, str]) -> bool:
        """Tell whether a choice may be used again."""
        return bool(choice.get("many")) or choice["key"] not in found.values()


class DragPicture(DragWords):
    """Words or pictures to put onto places of a picture: `settings.picture`, and shape and coords of each place."""

    name = QuestionType.DRAGPICTURE

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from Placing.problems(self, question)
        yield from picture_problems(question)
        yield from area_problems(question)


def choices(question: Gradable) -> list[Option]:
    """Return the choices of a question."""
    return list(question.settings.get("choices", ()))


def group_of(row: Option) -> str:
    """Return the group of a place or a choice."""
    return str(row.get("group") or "1")


def gap_problems(question: Gradable) -> Iterator[str]:
    """Tell where the gaps of a text and what fills them do not fit."""
    said, known = gaps(question.text), [option["key"] for option in question.options]
    if sorted(said) != sorted(known):
        yield _("each gap must stand once in the text, as [[1]], [[2]] …")


def _alike(question: Gradable, place: Option, found: dict[str, str]) -> list[str]:
    words = {one["key"]: words_of(one) for one in choices(question)}
    aims = {words[key] for key in place["right"]}
    return [key for key, said in words.items() if said in aims and key not in found.values()]


MATCHING, GAPSELECT, DRAGWORDS, DRAGPICTURE = Matching(), GapSelect(), DragWords(), DragPicture()
