"""Grading: `grade(question, response)` is pure, one function a type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.answers import matches, read_numbers

Option = Mapping[str, Any]
LONGEST_ANSWER = 500


class Gradable(Protocol):
    """What grading needs of a question: a version of the bank has it."""

    @property
    def type(self) -> str:
        """The question's type."""

    @property
    def options(self) -> Sequence[Option]:
        """Its options or accepted answers."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What its type lets an author choose."""


@dataclass(frozen=True)
class Question:
    """A question outside the bank, for previews and tests."""

    type: str
    options: Sequence[Option]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Grade:
    """What a response is worth, between 0 and 1, with the feedback of the options it met and their keys."""

    fraction: float
    feedback: tuple[str, ...] = ()
    met: tuple[str, ...] = ()


def grade(question: Gradable, response: Any) -> Grade:
    """Return what a response is worth; an empty or a strange one is worth nothing and never an error."""
    cleaned = clean_response(question, response)
    if cleaned is None:
        return Grade(0.0)
    return _GRADERS[QuestionType(question.type)](question, cleaned)


def clean_response(question: Gradable, response: Any) -> Any:
    """Return a response in its type's own shape (a key, sorted keys, a text), or None where it says nothing."""
    if question.type == QuestionType.MULTIPLE:
        return _keys(question, response)
    if isinstance(response, list):
        response = response[0] if len(response) == 1 else None
    if not isinstance(response, str):
        return None
    if question.type in (QuestionType.SINGLE, QuestionType.TRUEFALSE):
        return response if response in {option["key"] for option in question.options} else None
    return response.strip()[:LONGEST_ANSWER] or None


def right_answers(question: Gradable) -> list[str]:
    """Return the keys of the options that earn something."""
    return [option["key"] for option in question.options if _share(option) > 0]


def _keys(question: Gradable, response: Any) -> list[str] | None:
    given = [response] if isinstance(response, str) else response
    if not isinstance(given, list):
        return None
    chosen = {key for key in given if isinstance(key, str)}
    return [option["key"] for option in question.options if option["key"] in chosen] or None


def _single(question: Gradable, response: Any) -> Grade:
    return _met(next(option for option in question.options if option["key"] == response))


def _multiple(question: Gradable, response: Any) -> Grade:
    right = [option for option in question.options if option.get("correct")]
    wrong = [option for option in question.options if not option.get("correct")]
    chosen = [option for option in question.options if option["key"] in response]
    good = sum(1 for option in chosen if option.get("correct"))
    bad = len(chosen) - good
    if question.settings.get("all_or_nothing"):
        fraction = 1.0 if good == len(right) and not bad else 0.0
    elif any("share" in option for option in question.options):
        fraction = sum(_share(option) for option in chosen)
    else:
        fraction = (good / len(right) if right else 0.0) - (bad / len(wrong) if wrong else 0.0)
    return Grade(min(1.0, max(0.0, fraction)), _feedback(chosen), tuple(option["key"] for option in chosen))


def _short(question: Gradable, response: Any) -> Grade:
    keeps_case, keeps_accents = (bool(question.settings.get(name)) for name in ("case", "accents"))
    for option in question.options:
        if matches(option["text"], response, case=keeps_case, accents=keeps_accents):
            return _met(option)
    return Grade(0.0)


def _numerical(question: Gradable, response: Any) -> Grade:
    """Return the best of what a number may mean: "1.250" is read as 1250 and as 1.25."""
    found = [
        _met(option)
        for option in question.options for number in read_numbers(response) if _is_near(option, number)
    ]  # fmt: skip
    return max(found, key=lambda one: one.fraction, default=Grade(0.0))


def _is_near(option: Option, number: Decimal) -> bool:
    aim = Decimal(option["text"])
    allowed = Decimal(str(option.get("tolerance") or 0))
    if option.get("relative"):
        allowed = max(allowed, abs(aim) * Decimal(str(option["relative"])))
    return abs(number - aim) <= allowed


def _met(option: Option) -> Grade:
    return Grade(min(1.0, max(0.0, _share(option))), _feedback([option]), (option["key"],))


def _share(option: Option) -> float:
    return float(option.get("share", 1.0 if option.get("correct") else 0.0))


def _feedback(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(option["feedback"] for option in options if option.get("feedback"))


_GRADERS: dict[QuestionType, Callable[[Gradable, Any], Grade]] = {
    QuestionType.SINGLE: _single,
    QuestionType.TRUEFALSE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.SHORTANSWER: _short,
    QuestionType.NUMERICAL: _numerical,
}
