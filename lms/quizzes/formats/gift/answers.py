"""The answers of a GIFT question, by its type; what was escaped stands there as a mark."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.reading import Unreadable, decimal_of
from lms.quizzes.models import QuestionType

TRUE, FALSE = {"T", "TRUE"}, {"F", "FALSE"}
# Moodle puts marks in the place of what is escaped while it looks for the signs that count.
ESCAPES = {":": "\ue000", "#": "\ue001", "=": "\ue002", "{": "\ue003", "}": "\ue004", "~": "\ue005", "n": "\ue006"}
MEANINGS = {mark: "\n" if sign == "n" else sign for sign, mark in ESCAPES.items()}
FORMAT = re.compile(r"^\[(moodle|html|plain|markdown)\]")
_MARKS = re.compile("[\ue000-\ue006]")
_WEIGHT = re.compile(r"^%(-*[0-9]{1,2}\.?[0-9]*)%")
_ORDER = re.compile(
    r"^>\s*(?P<count>\d+)?\s*(?P<which>ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)?\s*(?:HORIZONTAL|HORI|VERTICAL|VERT|H\b|V\b)?"
    r"\s*(?P<grading>[A-Z]+(?:_[A-Z]+)+|ABSOLUTE|RELATIVE|ALL)?\s*(?:SHOW|HIDE|TRUE|FALSE|YES|NO)?"
    r"\s*(?:none|123|abc|ABCD|iii|IIII)?[ \t]*(?:\n|$)",
    re.DOTALL,
)
GRADINGS = {
    "ALL_OR_NOTHING": "exact", "ABSOLUTE_POSITION": "place", "ABSOLUTE": "place",
    "RELATIVE_NEXT_EXCLUDE_LAST": "next", "RELATIVE_NEXT_INCLUDE_LAST": "next",
    "RELATIVE_ONE_PREVIOUS_AND_NEXT": "next", "RELATIVE_ALL_PREVIOUS_AND_NEXT": "pairs", "RELATIVE": "pairs",
    "LONGEST_ORDERED_SUBSET": "longest", "LONGEST_CONTIGUOUS_SUBSET": "longest", "RELATIVE_TO_CORRECT": "place",
}  # fmt: skip


def choice(answers: str, kind: str) -> dict[str, Any]:
    """Read a choice of one or of several."""
    rows = []
    for answer in _split(answers.replace("=", "~="), "~", least=2):
        text, share = (answer[1:], 1.0) if answer.startswith("=") else _weighed(answer, 0.0)
        words, feedback = _said(text, kind)
        rows.append((words, share, feedback))
    if "=" in answers:
        return {"type": QuestionType.SINGLE, "options": building.answers(rows)}
    return {"type": QuestionType.MULTIPLE, "options": building.several(rows)}


def matching(answers: str, kind: str) -> dict[str, Any]:
    """Read pairs, each with -> between its halves."""
    rows = []
    for answer in _split(answers, "=", least=2):
        left, arrow, right = answer.partition("->")
        if not arrow:
            raise Unreadable(_("“%(text)s” has no -> between the two halves of the pair.", text=plain(answer)[:60]))
        rows.append((text_of(left.strip(), kind), markup.from_plain(plain(right))))
    options, settings = building.pairs(rows)
    return {"type": QuestionType.MATCHING, "options": options, "settings": settings}


def ordering(answers: str, kind: str) -> dict[str, Any]:
    """Read things in their order, one a line."""
    head = _ORDER.match(answers)
    lines = answers[head.end() if head else 1 :].splitlines()
    things = [text_of(line.strip(), kind) for line in lines if line.strip()]
    grading = GRADINGS.get((head["grading"] if head else "") or "", "place")
    settings = {} if grading == "place" else {"grading": grading}
    return {"type": QuestionType.ORDERING, "options": building.ordered(things), "settings": settings}


def asks_some(answers: str) -> bool:
    """Tell whether an order asks only some of its things, chosen anew each time."""
    head = _ORDER.match(answers)
    if head is None or not head["count"] or len(head["count"]) > 3 or head["which"] in {"ALL", "EXACT"}:
        return False
    return 0 < int(head["count"]) < sum(1 for line in answers[head.end() :].splitlines() if line.strip())


def true_false(answers: str, kind: str) -> dict[str, Any]:
    """Read a statement: T or F, what to say when it was answered wrong, and when right."""
    word, *said = [one.strip() for one in answers.split("#", 2)]
    wrong, right = (text_of(one, kind) for one in [*said, "", ""][:2])
    is_true = word in TRUE
    options = building.true_false(
        is_true, if_true=right if is_true else wrong, if_false=wrong if is_true else right
    )  # fmt: skip
    return {"type": QuestionType.TRUEFALSE, "options": options}


def typed(answers: str, kind: str) -> building.Options:
    """Read the answers that may be typed."""
    rows = []
    for answer in _split(answers, "=", least=1):
        text, share = _weighed(answer, 1.0)
        words, _mark, feedback = text.partition("#")
        rows.append((plain(FORMAT.sub("", words.strip())), share, text_of(feedback.strip(), kind)))
    return building.answers(rows, is_typed=True)


def numbers(answers: str, kind: str) -> building.Options:
    """Read numbers with their tolerances."""
    answers, mark, wrong = answers.partition("~")
    rows: list[tuple[str, float, str]] = []
    tolerances: list[str] = []
    for answer in _split(answers, "=", least=1):
        text, share = _weighed(answer, 1.0)
        number, _mark, feedback = text.partition("#")
        aim, tolerance = _range(plain(number))
        rows.append((aim, share, text_of(feedback.strip(), kind)))
        tolerances.append(tolerance)
    if mark:
        rows.append(("*", 0.0, _said(wrong, kind)[1]))
        tolerances.append("")
    made = building.answers(rows, is_typed=True)
    return tuple(one | ({"tolerance": t} if t else {}) for one, t in zip(made, tolerances, strict=True))


def _range(text: str) -> tuple[str, str]:
    """Return aim and tolerance of "5", "5:0.1" or "4..6"."""
    if ".." in text[1:]:
        low, high = (decimal_of(one) for one in text.split("..", 1))
        return _written((low + high) / 2), _written((high - low) / 2)
    aim, _mark, tolerance = text.partition(":")
    if aim.strip() == "*":
        return "*", ""
    return _written(decimal_of(aim)), _written(decimal_of(tolerance)) if tolerance.strip(" 0.") else ""


def _written(number: Decimal) -> str:
    return format(number.normalize() if number else Decimal(0), "f")


def _split(answers: str, sign: str, *, least: int) -> list[str]:
    found = [one.strip() for one in answers.split(sign)]
    if found and not found[0]:
        found.pop(0)
    if len(found) < least or not any(found):
        raise Unreadable(_("there are too few answers."))
    return found


def _weighed(answer: str, otherwise: float) -> tuple[str, float]:
    found = _WEIGHT.match(answer)
    if not found:
        return answer, otherwise
    sign = -1 if found[1].startswith("-") else 1
    return answer[found.end() :], round(sign * float(found[1].lstrip("-")) / 100, 7)


def _said(answer: str, kind: str) -> tuple[str, str]:
    words, _mark, feedback = answer.partition("#")
    return text_of(words.strip(), kind), text_of(feedback.strip(), kind)


def plain(text: str) -> str:
    """Return a text with what was escaped as it was written."""
    return _MARKS.sub(lambda found: MEANINGS[found[0]], text).strip()


def text_of(text: str, kind: str) -> str:
    """Return a text as Markdown, from the format that it names or else that of the question."""
    found = FORMAT.match(text)
    kind = found[1] if found else kind
    words = plain(text[found.end() :] if found else text)
    if kind == "markdown":
        return words
    if kind == "plain":
        return markup.from_plain(words)
    return markup.from_html(words) if kind == "html" else markup.from_auto(words)
