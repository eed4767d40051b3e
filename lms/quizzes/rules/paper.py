"""A quiz on paper: letters before its options, and what somebody keys from an answer sheet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.rules.types import Gradable, Response, clean_response
from lms.quizzes.rules.types.base import Option

ONE, SEVERAL, TYPED, READ = {"single", "truefalse"}, {"multiple"}, {"shortanswer", "numerical"}, {"description"}
PRINTABLE = ONE | SEVERAL | TYPED | READ
NOTHING = {"", "-", "–", "0"}


class Unreadable(ValueError):
    """What was keyed is no answer to its question."""


def unprintable(types: Iterable[str]) -> set[str]:
    """Return the types of questions that paper cannot ask."""
    return {kind for kind in types if kind not in PRINTABLE}


def lettered(question: Gradable, order: Sequence[str]) -> list[tuple[str, Option]]:
    """Return the options of a choice as they stand on paper, each behind its letter; nothing for other types."""
    if question.type not in ONE | SEVERAL:
        return []
    known = {one["key"]: one for one in question.options}
    return list(zip(ascii_uppercase, (known[key] for key in order if key in known), strict=False))


def read(question: Gradable, order: Sequence[str], keyed: str) -> Response:
    """Return the response that was keyed: letters for choices, words or a number else; "-" or nothing is no answer."""
    said = keyed.strip()
    if (said in NOTHING and question.type != "numerical") or said in NOTHING - {"0"}:
        return None
    if question.type in TYPED:
        return clean_response(question, said)
    letters = {letter: one["key"] for letter, one in lettered(question, order)}
    wanted = re.sub(r"[\s,;.]", "", said.upper())
    if unknown := next((one for one in wanted if one not in letters), None):
        raise Unreadable(_("There is no option %(letter)s.", letter=unknown))
    if question.type in ONE and len(set(wanted)) != 1:
        raise Unreadable(_("Only one letter can be right here."))
    return clean_response(question, [letters[one] for one in wanted])


def read_sheet(items: Sequence[Any], keyed: Mapping[int, str]) -> dict[int, Response]:
    """Return the response to each item by position; raise Unreadable with the number of the question."""
    found = {}
    for item in items:
        try:
            found[item.position] = read(item.version, item.order, keyed.get(item.position, ""))
        except Unreadable as problem:
            said = _("Question %(n)s: %(problem)s", n=item.position, problem=str(problem))
            raise Unreadable(said) from problem
    return found
