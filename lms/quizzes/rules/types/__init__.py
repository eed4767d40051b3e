"""What can be asked: one module a type; docs/questions.md says how each type's data look.

A question is (type, options, settings), as QuestionVersion keeps it. Each type tells the problems of a question, cleans
a response, grades it (pure), and says responses in words. A response is None (nothing said), a text, a list of texts,
or a mapping of texts; `grade` gives a fraction from -1 to 1.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import shape
from lms.quizzes.rules.types.base import (
    Fields,
    Gradable,
    Grade,
    Kind,
    Question,
    Response,
    asked_in_words,
    key_of,
    number_in_words,
    plain,
    share_of,
    texts,
    undrawn,
    unmasked,
    with_blanks,
    with_html,
)  # fmt: skip
from lms.quizzes.rules.types.choices import MULTIPLE, SINGLE, TRUEFALSE
from lms.quizzes.rules.types.cloze import CLOZE
from lms.quizzes.rules.types.hotspot import HOTSPOT
from lms.quizzes.rules.types.numerical import NUMERICAL
from lms.quizzes.rules.types.ordering import ORDERING
from lms.quizzes.rules.types.placing import DRAGPICTURE, DRAGWORDS, GAPSELECT, MATCHING
from lms.quizzes.rules.types.shortanswer import SHORTANSWER
from lms.quizzes.rules.types.written import DESCRIPTION, ESSAY, FILE

__all__ = [
    "KINDS", "Fields", "Gradable", "Grade", "Kind", "Question", "Response", "asked_in_words", "clean_response",
    "given", "grade", "key_of", "kind_of", "number_in_words", "option_order", "plain", "problems", "right_answer",
    "right_answers", "right_response", "shape", "share_of", "summary", "texts", "undrawn", "with_blanks", "with_html",
]  # fmt: skip

PLACED = {"cloze", "gapselect", "dragwords", "dragpicture", "hotspot"}
MASKED = {"single", "multiple", "truefalse", "cloze"}
KINDS: Mapping[QuestionType, Kind] = {
    kind.name: kind
    for kind in (
        SINGLE, MULTIPLE, TRUEFALSE, MATCHING, ORDERING, SHORTANSWER, NUMERICAL, CLOZE, GAPSELECT, DRAGWORDS,
        DRAGPICTURE, HOTSPOT, ESSAY, FILE, DESCRIPTION,
    )
}  # fmt: skip


def kind_of(question: Gradable) -> Kind:
    """Return the type of a question."""
    return KINDS[QuestionType(question.type)]


def problems(question: Gradable) -> Iterator[str]:
    """Tell, in the reader's words, why a question cannot be asked; nothing where it can."""
    wrong = next(shape.problems(question.options, question.settings), None)
    wrong = wrong or (shape.wrong("text") if _lacks_words(question) else None)
    if wrong:
        yield wrong
        return
    yield from kind_of(question).problems(question)


def _lacks_words(question: Gradable) -> bool:
    """Tell whether something that is read has no text: places of a picture and gaps have none."""
    rows = [row for name in ("choices", "units") for row in question.settings.get(name, ())]
    if question.type == QuestionType.CLOZE:
        rows += [row for part in question.options for row in part.get("options", ())]
    elif question.type not in PLACED:
        rows += question.options
    return any("text" not in row for row in rows)


def clean_response(question: Gradable, response: Any) -> Response:
    """Return a response in its type's own shape, or None where it says nothing."""
    return kind_of(question).clean(question, response)


def grade(question: Gradable, response: Any) -> Grade:
    """Return what a response is worth; an empty or a strange one is worth nothing and never an error."""
    kind = kind_of(question)
    cleaned = kind.clean(question, response)
    return Grade(0.0) if cleaned is None else kind.grade(question, cleaned)


def given(question: Gradable, fields: Fields) -> Response:
    """Return the response that a form gives: `fields(suffix)` are the values of the question's controls."""
    return clean_response(question, kind_of(question).given(question, _unmasked(question, fields)))


def _unmasked(question: Gradable, fields: Fields) -> Fields:
    """Read values as keys of options, where a page calls them otherwise."""
    named = {f"-{part['key']}": part.get("options", ()) for part in question.options} if question.type == "cloze" else {
        "": question.options
    }  # fmt: skip
    if question.type not in MASKED:
        return fields
    return lambda suffix: unmasked(named[suffix], fields(suffix)) if suffix in named else fields(suffix)


def right_response(question: Gradable) -> Response:
    """Return a response that earns everything, or None where a person must decide."""
    return kind_of(question).right(question)


def right_answer(question: Gradable) -> str:
    """Say the right response in words."""
    return summary(question, right_response(question))


def right_answers(question: Gradable) -> list[str]:
    """Return the keys of the options that earn something."""
    return [option["key"] for option in question.options if share_of(option) > 0]


def summary(question: Gradable, response: Any) -> str:
    """Say a response in words; "" where nothing was said."""
    kind = kind_of(question)
    cleaned = kind.clean(question, response)
    return "" if cleaned is None else kind.say(question, cleaned)


def option_order(question: Gradable, *, seed: int, position: int, shuffle: bool) -> list[str]:
    """Return the order in which a question shows its options or choices; some types must never show their own."""
    return kind_of(question).order(question, chance=seed * 1000 + position, shuffle=shuffle)
