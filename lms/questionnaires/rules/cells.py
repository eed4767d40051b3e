"""Answers in words: on a page, in a cell of a spreadsheet; and a cell read back as an answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms.core.names import folded
from lms.questionnaires.rules.answers import read_answers
from lms.questionnaires.rules.questions import CHOOSING, Kind, options_of

Said = Callable[[Any], str]
_YES = frozenset({"ya", "yes", "setuju", "agreed", "true", "1", "x", "v"})


def plain(question: Mapping[str, Any], answers: Mapping[str, Any], said: Said) -> Any:
    """Return an answer as the value of a cell: numbers and days as such, choices in words; None without an answer."""
    answer, kind = answers.get(question["key"]), question["kind"]
    if answer is None:
        return None
    if kind in CHOOSING:
        options = options_of(question)
        chosen = answer if isinstance(answer, list) else [answer]
        return "; ".join(said(options[key]) for key in chosen if key in options)
    if kind == Kind.DAY:
        return date.fromisoformat(answer)
    if kind == Kind.CONSENT:
        return str(_("Agreed"))
    return answer["name"] if kind == Kind.FILE else answer


def words_of(question: Mapping[str, Any], answers: Mapping[str, Any], said: Said) -> str:
    """Return an answer as text, empty without one."""
    found = plain(question, answers, said)
    return "" if found is None else str(found)


def as_sent(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return kept answers as a form would send them, so that it can be filled with them."""
    sent: dict[str, list[str]] = {}
    for question in questions:
        answer = answers.get(question["key"])
        if answer is None or question["kind"] == Kind.FILE:
            continue
        sent[question["key"]] = [str(one) for one in (answer if isinstance(answer, list) else [answer])]
    return sent


def read_cells(
    questions: Sequence[Mapping[str, Any]], cells: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what the cells of a row answer and what is wrong with which; choices by their words in any language.

    A question without a cell is left open, required or not: it may be answered later.
    """
    asked = [dict(question, required=False) for question in questions if question["kind"] != Kind.FILE]
    return read_answers(asked, {q["key"]: _sent(q, cells.get(q["key"], "")) for q in asked})


def _sent(question: Mapping[str, Any], cell: str) -> list[str]:
    if question["kind"] == Kind.CONSENT:
        return ["1"] if folded(cell) in _YES else []
    if question["kind"] not in CHOOSING:
        return [cell]
    known = {folded(option[name]): str(option["key"]) for option in question["options"]
             for name in ("id", "en") if option.get(name)}  # fmt: skip
    parts = cell.split(";") if question["kind"] == Kind.CHOICES else [cell]
    return [known.get(folded(part), "?") for part in parts if part.strip()]
