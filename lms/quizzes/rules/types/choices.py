"""Single choice, multiple choice, true or false: options {key, text, correct, share?, feedback}."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types.base import Fields, Gradable, Grade, Kind, Option, feedback_of, met, share_of, words_of


class Single(Kind):
    """One of several options; a `share` of an option may be negative."""

    name = QuestionType.SINGLE

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        if len(question.options) < 2:
            yield _("a choice needs at least two options.")
        right = [one for one in question.options if share_of(one) > 0]
        if not has_shares(question) and len(right) != 1:
            yield _("exactly one option must be right.")
        if not right:
            yield _("at least one answer must be right.")

    def clean(self, question: Gradable, response: Any) -> str | None:
        """Return the key of an option."""
        if isinstance(response, list):
            response = response[0] if len(response) == 1 else None
        is_known = isinstance(response, str) and any(one["key"] == response for one in question.options)
        return response if is_known else None

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the share of the chosen option."""
        return met(_option(question, response))

    def right(self, question: Gradable) -> str | None:
        """Return the option that earns most."""
        best = max(question.options, key=share_of, default=None)
        return best["key"] if best else None

    def say(self, question: Gradable, response: Any) -> str:
        """Say which option was chosen."""
        return words_of(_option(question, response))


class TrueFalse(Single):
    """A statement that is right or wrong."""

    name = QuestionType.TRUEFALSE
    shuffles = False

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from super().problems(question)
        if len(question.options) != 2:
            yield _("true/false has exactly two options.")


class Multiple(Kind):
    """Several of several options. Setting `all_or_nothing`; without shares a wrong choice takes away."""

    name = QuestionType.MULTIPLE

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        if len(question.options) < 2:
            yield _("a choice needs at least two options.")
        if not any(share_of(one) > 0 for one in question.options):
            yield _("at least one answer must be right.")

    def clean(self, question: Gradable, response: Any) -> list[str] | None:
        """Return the keys of the chosen options, in the question's order."""
        given = [response] if isinstance(response, str) else response
        if not isinstance(given, list):
            return None
        chosen = {key for key in given if isinstance(key, str)}
        return [option["key"] for option in question.options if option["key"] in chosen] or None

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the part of the right options that was chosen, less the part of the wrong ones."""
        chosen = [option for option in question.options if option["key"] in response]
        fraction = min(1.0, max(0.0, _fraction(question, chosen)))
        return Grade(fraction, feedback_of(chosen), tuple(option["key"] for option in chosen))

    def right(self, question: Gradable) -> list[str] | None:
        """Return the options that earn something."""
        return [one["key"] for one in question.options if share_of(one) > 0] or None

    def say(self, question: Gradable, response: Any) -> str:
        """Say which options were chosen."""
        return "; ".join(words_of(_option(question, key)) for key in response)

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read the ticked options."""
        return fields("")


def has_shares(question: Gradable) -> bool:
    """Tell whether the options say their parts of the points themselves."""
    return any("share" in option for option in question.options)


def _fraction(question: Gradable, chosen: list[Option]) -> float:
    right = [option for option in question.options if share_of(option) > 0]
    good = sum(1 for option in chosen if share_of(option) > 0)
    bad, wrong = len(chosen) - good, len(question.options) - len(right)
    if question.settings.get("all_or_nothing"):
        return 1.0 if good == len(right) and not bad else 0.0
    if has_shares(question):
        return round(sum(share_of(option) for option in chosen), 5)  # 3 × 0.33333 is everything
    return (good / len(right) if right else 0.0) - (bad / wrong if wrong else 0.0)


def _option(question: Gradable, key: str) -> Option:
    return next(option for option in question.options if option["key"] == key)


SINGLE, TRUEFALSE, MULTIPLE = Single(), TrueFalse(), Multiple()
