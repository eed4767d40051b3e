"""A quiz on paper: the blanks of each question, letters before its options, and what somebody keys from a sheet."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.rules.grid import find_point
from lms.quizzes.rules.plans import numbered
from lms.quizzes.rules.types import Gradable, Response, clean_response
from lms.quizzes.rules.types.base import Option
from lms.quizzes.rules.types.placing import choices, group_of
from lms.quizzes.rules.types.written import BESIDE

CHOSEN, TYPED, READ = {"single", "truefalse", "multiple"}, {"shortanswer", "numerical"}, {"description"}
PLACED, MARKED = {"matching", "gapselect", "dragwords", "dragpicture"}, {"essay", "file"}
PRINTABLE = CHOSEN | TYPED | READ | PLACED | MARKED | {"ordering", "cloze", "hotspot"}
ONE, SEVERAL, WRITTEN, MARK, SQUARE = "one", "several", "written", "mark", "square"  # what a blank takes
NOTHING = {"", "-", "–", "0"}
LATER = "?"
Lettered = list[tuple[str, Option]]
Keyed = str | Sequence[str]


class Unreadable(ValueError):
    """What was keyed is no answer to its question."""


@dataclass(frozen=True)
class Blank:
    """A place for an answer: `key` of its part, what it takes (ONE, SEVERAL …), its lettered options."""

    key: str
    shape: str
    options: tuple[tuple[str, Option], ...] = ()

    @property
    def letters(self) -> str:
        """The letters that it takes."""
        return "".join(letter for letter, _option in self.options)


def unprintable(questions: Sequence[Gradable]) -> list[int]:
    """Return the numbers of the questions that paper cannot ask: they have more choices than there are letters."""
    numbers = numbered(str(one.type) for one in questions)
    return [
        number for number, one in zip(numbers, questions, strict=True)
        if one.type not in PRINTABLE or _most(one) > len(ascii_uppercase)
    ]  # fmt: skip


def lettered(question: Gradable, order: Sequence[str]) -> Lettered:
    """Return what is chosen from, as it stands on paper, each behind its letter; nothing for other types."""
    if question.type in CHOSEN or question.type == "ordering":
        return _behind(question.options, order)
    return _behind(choices(question), order) if question.type in PLACED else []


def blanks(question: Gradable, order: Sequence[str]) -> list[Blank]:
    """Return the places for answers of a question, in the order in which they are keyed."""
    rows = lettered(question, order)
    if question.type in CHOSEN:
        return [Blank("", SEVERAL if question.type == "multiple" else ONE, tuple(rows))]
    if question.type == "ordering":
        return [Blank(str(number), ONE, tuple(rows)) for number in range(1, len(rows) + 1)]
    if question.type in PLACED:
        return [Blank(place["key"], ONE, _of_group(place, rows)) for place in question.options]
    if question.type == "cloze":
        return [_part(part, order) for part in question.options]
    if question.type == "hotspot":
        return [Blank(marker["key"], SQUARE) for marker in choices(question)]
    if question.type in READ:
        return []
    return [Blank("", MARK if question.type in MARKED else WRITTEN)]


def read(question: Gradable, order: Sequence[str], keyed: Keyed) -> Response:
    """Return the response that was keyed, one text for each blank: letters, words or a number; "-" is no answer."""
    texts = [keyed] if isinstance(keyed, str) else list(keyed)
    pairs = list(zip(blanks(question, order), [*texts, *[""] * 99], strict=False))
    if question.type in MARKED:
        return None if mark_of(texts) is None and LATER not in texts else _on_paper(question)
    said = {blank.key: _read(blank, text, question) for blank, text in pairs}
    given = {key: value for key, value in said.items() if value is not None}
    if question.type not in PLACED | {"ordering", "cloze", "hotspot"}:
        return clean_response(question, said.get(""))
    if question.type in {"cloze", "hotspot"}:
        return clean_response(question, given)
    if question.type == "ordering":
        return _in_order(question, list(given.values()))
    cleaned = clean_response(question, given)
    if len(given) != len(cleaned or ()):
        raise Unreadable(_("A letter stands twice that can be used only once."))
    return cleaned


def mark_of(keyed: Keyed) -> float | None:
    """Return the mark that was keyed for an essay or a file as a fraction ("80" per cent, "4/5"), or None."""
    text = keyed if isinstance(keyed, str) else "".join(keyed[:1])
    text = text.strip().replace(",", ".").rstrip("% ")
    if text in NOTHING - {"0"} or text == LATER:
        return None
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,2})?)(?:\s*/\s*(\d{1,4}))?", text)
    most = float(found[2]) if found and found[2] else 100.0
    if found is None or not most or float(found[1]) > most:
        raise Unreadable(_("A mark is a number from 0 to 100, or such as 4/5."))
    return float(found[1]) / most


def read_sheet(items: Sequence[Any], keyed: Mapping[int, Keyed]) -> dict[int, Response]:
    """Return the response to each item by position; raise Unreadable with the number of the question."""
    return {item.position: _at(item, lambda one: read(one.version, one.order, keyed.get(one.position, "")))
            for item in items}  # fmt: skip


def marks_on(items: Sequence[Any], keyed: Mapping[int, Keyed]) -> dict[int, float]:
    """Return the marks that were keyed for essays and files, by position."""
    found = {item.position: _at(item, lambda one: mark_of(keyed.get(one.position, "")))
             for item in items if item.version.type in MARKED}  # fmt: skip
    return {position: mark for position, mark in found.items() if mark is not None}


def _at(item: Any, reads: Any) -> Any:
    try:
        return reads(item)
    except Unreadable as problem:
        said = _("Question %(n)s: %(problem)s", n=item.number, problem=str(problem))
        raise Unreadable(said) from problem


def _behind(rows: Sequence[Option], order: Sequence[str]) -> Lettered:
    known = {one["key"]: one for one in rows}
    return list(zip(ascii_uppercase, (known[key] for key in order if key in known), strict=False))


def _of_group(place: Option, rows: Lettered) -> tuple[tuple[str, Option], ...]:
    return tuple((letter, one) for letter, one in rows if group_of(one) == group_of(place))


def _part(part: Option, order: Sequence[str]) -> Blank:
    if part["type"] in TYPED:
        return Blank(part["key"], WRITTEN)
    own = [one.removeprefix(f"{part['key']}.") for one in order if one.startswith(f"{part['key']}.")]
    shape = SEVERAL if part["type"] == "multiple" else ONE
    return Blank(part["key"], shape, tuple(_behind(part["options"], own)))


def _read(blank: Blank, keyed: str, question: Gradable) -> str | list[str] | None:
    said = keyed.strip()
    may_be_zero = question.type == "numerical" or (question.type == "cloze" and blank.shape == WRITTEN)
    if said in (NOTHING - {"0"} if may_be_zero else NOTHING):
        return None
    if blank.shape == WRITTEN:
        return said
    if blank.shape == SQUARE:
        return _square(question, blank.key, said)
    letters = {letter: one["key"] for letter, one in blank.options}
    wanted = re.sub(r"[\s,;.]", "", said.upper())
    if unknown := next((one for one in wanted if one not in letters), None):
        raise Unreadable(_("There is no option %(letter)s.", letter=unknown))
    if blank.shape == ONE and len(set(wanted)) != 1:
        raise Unreadable(_("Only one letter can be right here."))
    return letters[wanted[0]] if blank.shape == ONE else [letters[one] for one in wanted]


def _square(question: Gradable, marker: str, keyed: str) -> str:
    found = find_point(question, marker, keyed)
    if found is None:
        raise Unreadable(_("%(keyed)s is no square of the picture: key a letter and a number such as C4.", keyed=keyed))
    return found


def _on_paper(question: Gradable) -> Response:
    """Return what stands for an answer that lies on paper alone."""
    return [BESIDE] if question.type == "file" else str(_("written on paper"))


def _in_order(question: Gradable, keys: list[Any]) -> Response:
    if len(set(keys)) != len(keys):
        raise Unreadable(_("A letter stands twice that can be used only once."))
    return clean_response(question, keys)


def _most(question: Gradable) -> int:
    """Return how many letters a question needs."""
    parts = question.options if question.type == "cloze" else ()
    lists = [len(part.get("options", ())) for part in parts]
    return max([len(choices(question)), 0 if question.type == "cloze" else len(question.options), *lists])
