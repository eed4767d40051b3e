"""What somebody sent, read against the questions."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _

from lms.core.names import clean_text
from lms.surveys.rules.questions import STEPS, Kind

MOST_TEXT: Final = 2000


def read_answers(
    questions: Sequence[Mapping[str, Any]], sent: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers by key (a number, an option's place, a list of places, a text), and what is wrong by key."""
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        key = question["key"]
        answer, problem = _read(question, [value for value in sent.get(key, ()) if value.strip()])
        if problem:
            wrong[key] = problem
        elif answer in (None, "", []):
            if question["required"]:
                wrong[key] = _("Please answer this question.")
        else:
            answers[key] = answer
    return answers, wrong


def _read(question: Mapping[str, Any], values: Sequence[str]) -> tuple[Any, str]:
    if question["kind"] == Kind.TEXT:
        text = clean_text(values[0]) if values else ""
        return text, _("At most %(n)s characters.", n=MOST_TEXT) if len(text) > MOST_TEXT else ""
    low, high = (1, STEPS) if question["kind"] == Kind.SCALE else (0, len(question["options"]) - 1)
    places = sorted({int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 4})
    if len(places) != len(values) or any(not low <= place <= high for place in places):
        return None, _("Choose one of the answers.")
    if question["kind"] == Kind.CHOICES:
        return places, ""
    return (None, _("Choose one of the answers.")) if len(places) > 1 else (places[0] if places else None, "")
