"""Aiken: a question on one line, lettered choices below it, and ANSWER: with a letter."""

import re
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.reading import Found, Reading, Skipped, at_line, gathered
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAME = "aiken"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHOICE = re.compile(r"^([A-Z])[).][ \t]?")


def read(text: str) -> Reading:
    """Return the questions of an Aiken file; lines outside of a question are told, but are no question."""
    asides: list[Skipped] = []
    questions = list(_questions(text, asides))
    return gathered(NAME, questions, asides=asides)


def _questions(text: str, asides: list[Skipped]) -> Iterator[Found | Skipped]:
    start, said, choices = 0, "", list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        is_choice, is_answer = _CHOICE.match(line) is not None, line.startswith("ANSWER:")
        if len(line) < 2:
            continue
        if (is_choice or is_answer) and not said:
            asides.append(Skipped(at_line(number), _("this line belongs to no question.")))
        elif is_choice:
            choices.append(line[2:].strip())
        elif is_answer:
            yield _found(start, said, choices, line.removeprefix("ANSWER:").strip()[:1])
            said, choices = "", []
        else:
            if said:
                yield Skipped(at_line(start, said), _("the question has no line ANSWER: before the next one."))
            start, said, choices = number, line, []
    if said:
        yield Skipped(at_line(start, said), _("the question has no line ANSWER: before the next one."))


def _found(start: int, said: str, choices: list[str], letter: str) -> Found | Skipped:
    where = at_line(start, said)
    if len(choices) < 2:
        return Skipped(where, _("a choice needs at least two options."))
    if letter not in LETTERS[: len(choices)]:
        return Skipped(where, _("the right answer is not among the choices."))
    rows = [(markup.from_plain(one), float(index == LETTERS.index(letter)), "") for index, one in enumerate(choices)]
    question = QuestionText(
        type=QuestionType.SINGLE, text=markup.from_plain(said), options=building.answers(rows)
    )  # fmt: skip
    return Found(where=where, question=question)


def write(questions: Sequence[Found]) -> str:
    """Return questions as Aiken, which knows nothing but single choices."""
    return "\n".join(block for one in questions if (block := _block(one.question)))


def _block(question: QuestionText) -> str:
    shares = building.shares_of(question) if question.type in (QuestionType.SINGLE, QuestionType.TRUEFALSE) else []
    if 1.0 not in shares or len(shares) > len(LETTERS):
        return ""
    lines = [markup.to_plain(question.text)]
    lines += [
        f"{letter}) {markup.to_plain(one['text'])}" for letter, one in zip(LETTERS, question.options, strict=False)
    ]
    return "\n".join([*lines, f"ANSWER: {LETTERS[shares.index(1.0)]}", ""])
