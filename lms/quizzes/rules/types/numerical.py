"""A number: options {key, text: "37.5" or "*", correct, share?, tolerance?, relative?, feedback}, settings of units."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.answers import is_unit, read_numbers, unit_of
from lms.quizzes.rules.types.base import Gradable, Grade, Option, feedback_of, met, number_in_words, share_of
from lms.quizzes.rules.types.shortanswer import Typed

ANYTHING = "*"
MOST_FIGURES = 100  # before or after the mark: what is larger cannot be multiplied any more
UNIT_RULES = ("optional", "required")


class Numerical(Typed):
    """A number within a tolerance, absolute or relative to the aim, whichever allows more.

    Settings: `units` [{text, factor}] (a number in that unit times factor is the number that counts), `unit` (one of
    UNIT_RULES, "optional" where units are given), `unit_penalty` (the part that a wrong or missing unit costs).
    """

    name = QuestionType.NUMERICAL

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from super().problems(question)
        texts = [text for one in question.options if (text := str(one.get("text"))) != ANYTHING]
        texts += [str(one.get(key) or "0") for one in question.options for key in ("tolerance", "relative")]
        texts += [str(unit.get("factor", "1")) for unit in question.settings.get("units", ())]
        for text in texts:
            if not _is_number(text):
                yield _("“%(text)s” is not a number written with a decimal point.", text=text)
        if question.settings.get("unit", "optional") not in UNIT_RULES:
            yield _("the rule for units is not known.")

    def right(self, question: Gradable) -> str | None:
        """Return the first number that earns most."""
        found = super().right(question)
        return number_in_words(found) if found else found

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the best of what a number may mean: "1.250" is read as 1250 and as 1.25."""
        factor, loss = _unit(question, response)
        numbers = [number * factor for number in read_numbers(response)]
        found = [met(one) for one in question.options for number in numbers if _is_near(one, number)]
        best = max(found, key=lambda one: one.fraction, default=Grade(0.0))
        if best.fraction > 0 and loss:
            return Grade(max(0.0, best.fraction - loss), best.feedback, best.met)
        if found:
            return best
        rest = next((one for one in question.options if one["text"] == ANYTHING), None)
        return Grade(share_of(rest), feedback_of([rest]), (rest["key"],)) if rest else best


def _unit(question: Gradable, response: str) -> tuple[Decimal, float]:
    """Return the factor of the unit that a response names, and what a wrong or missing one costs."""
    units = question.settings.get("units", ())
    if not units:
        return Decimal(1), 0.0
    said = unit_of(response)
    for unit in units:
        if is_unit(said, unit["text"]):
            return Decimal(str(unit.get("factor", "1"))), 0.0
    is_needed = said or question.settings.get("unit") == "required"
    return Decimal(1), float(question.settings.get("unit_penalty", 1)) if is_needed else 0.0


def _is_near(option: Option, number: Decimal) -> bool:
    if option["text"] == ANYTHING:
        return False
    aim = Decimal(str(option["text"]))
    allowed = Decimal(str(option.get("tolerance") or 0))
    if option.get("relative"):
        allowed = max(allowed, abs(aim) * Decimal(str(option["relative"])))
    return abs(number - aim) <= allowed


def _is_number(text: str) -> bool:
    try:
        return len(text) <= 40 and Decimal(text).is_finite() and abs(Decimal(text).adjusted()) < MOST_FIGURES
    except InvalidOperation:
        return False


NUMERICAL = Numerical()
