"""Cloze: a text with answers embedded; options are the parts {key, type, points, options, settings, layout?}.

The text holds [[key]] where a part stands. Types of parts: single (`layout` menu, across or down), multiple,
shortanswer, numerical. A response maps parts to their responses.
"""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types.base import Fields, Gradable, Grade, Kind, Option, Question
from lms.quizzes.rules.types.choices import MULTIPLE, SINGLE
from lms.quizzes.rules.types.numerical import NUMERICAL
from lms.quizzes.rules.types.placing import gap_problems
from lms.quizzes.rules.types.shortanswer import SHORTANSWER

PARTS: dict[str, Kind] = {str(kind.name): kind for kind in (SINGLE, MULTIPLE, SHORTANSWER, NUMERICAL)}
LAYOUTS = ("menu", "across", "down")


class Cloze(Kind):
    """Parts in a text, each graded by its own type and weighed by its points."""

    name = QuestionType.CLOZE

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        if not question.options:
            yield _("there is nothing to fill.")
        for part in question.options:
            if part.get("type") not in PARTS or part.get("layout", "menu") not in LAYOUTS:
                yield _("part %(key)s is of a type that cannot stand in a text.", key=part["key"])
            elif not isinstance(part.get("points", 1), int) or not 0 <= part.get("points", 1) <= 1000:
                yield _("part %(key)s: its points are no number.", key=part["key"])
            else:
                for reason in PARTS[part["type"]].problems(part_of(part)):
                    yield _("part %(key)s: %(reason)s", key=part["key"], reason=reason)
        yield from gap_problems(question)

    def clean(self, question: Gradable, response: Any) -> dict[str, Any] | None:
        """Return the response of each part that has one."""
        if not isinstance(response, dict):
            return None
        found = {
            part["key"]: PARTS[part["type"]].clean(part_of(part), response.get(part["key"]))
            for part in question.options
        }
        return {key: said for key, said in found.items() if said is not None} or None

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the mean of the parts, weighed by their points."""
        grades = {part["key"]: _graded(part, response) for part in question.options}
        points = {part["key"]: int(part.get("points", 1)) for part in question.options}
        all_points = sum(points.values())
        earned = sum(points[key] * one.fraction for key, one in grades.items())
        return Grade(
            earned / all_points if all_points else 0.0,
            tuple(line for one in grades.values() for line in one.feedback),
            tuple(f"{key}.{chosen}" for key, one in grades.items() for chosen in one.met),
            {key: one.fraction for key, one in grades.items()},
        )

    def right(self, question: Gradable) -> dict[str, Any]:
        """Return the right response of each part."""
        return {part["key"]: PARTS[part["type"]].right(part_of(part)) for part in question.options}

    def say(self, question: Gradable, response: Any) -> str:
        """Say the response of each part."""
        return "; ".join(
            f"{part['key']}: {PARTS[part['type']].say(part_of(part), response[part['key']])}"
            for part in question.options
            if part["key"] in response
        )

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read the response of each part."""
        return {part["key"]: _given(part, fields) for part in question.options}

    def shown(self, question: Gradable) -> list[str]:
        """Return the options of the parts that are chosen from, as "part.option"."""
        return [
            f"{part['key']}.{option['key']}"
            for part in question.options
            if part["type"] in ("single", "multiple")
            for option in part["options"]
        ]


def part_of(part: Option) -> Question:
    """Return a part as a question."""
    return Question(part["type"], part.get("options", ()), part.get("settings") or {})


def _given(part: Option, fields: Fields) -> Any:
    return PARTS[part["type"]].given(part_of(part), lambda suffix: fields(f"-{part['key']}{suffix}"))


def _graded(part: Option, response: dict[str, Any]) -> Grade:
    said = response.get(part["key"])
    return Grade(0.0) if said is None else PARTS[part["type"]].grade(part_of(part), said)


CLOZE = Cloze()
