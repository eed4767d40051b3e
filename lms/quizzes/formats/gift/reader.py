"""GIFT, as Moodle reads and writes it: blocks of text between empty lines."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from flask_babel import gettext as _

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.reading import Found, Path, Reading, Skipped, Unreadable, at_line, gathered
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAME = "gift"
BLANK = "_____"
TRUE, FALSE = {"T", "TRUE"}, {"F", "FALSE"}
# Moodle puts marks in the place of what is escaped while it looks for the signs that count.
ESCAPES = {":": "\ue000", "#": "\ue001", "=": "\ue002", "{": "\ue003", "}": "\ue004", "~": "\ue005", "n": "\ue006"}
MEANINGS = {mark: "\n" if sign == "n" else sign for sign, mark in ESCAPES.items()}
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_MARKS = re.compile("[\ue000-\ue006]")
_WEIGHT = re.compile(r"^%(-*[0-9]{1,2}\.?[0-9]*)%")
_FORMAT = re.compile(r"^\[(moodle|html|plain|markdown)\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")
_ORDER = re.compile(
    r"^>\s*(?P<count>\d+)?\s*(?:ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)?\s*(?:HORIZONTAL|HORI|VERTICAL|VERT|H\b|V\b)?"
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


class Block(NamedTuple):
    """The lines of one question, the comment above it, and the line where it begins."""

    line: int
    comment: str
    text: str


class Parts(NamedTuple):
    """A question cut into its name, text, answers and feedback, with escapes still marked."""

    name: str
    text: str
    answers: str | None
    feedback: str
    format: str


def read(text: str) -> Reading:
    """Return the questions of a GIFT file."""
    return gathered(NAME, _questions(text))


def blocks(text: str) -> Iterator[Block]:
    """Cut a file at its empty lines; comment lines are kept apart."""
    start, comment, lines = 0, [""], [""]
    for number, line in enumerate([*text.splitlines(), ""], 1):
        line = line.strip()
        if not line:
            if any(lines):
                yield Block(start, "\n".join(comment), "\n".join(lines).strip())
            start, comment, lines = 0, [], []
        elif line.startswith("//"):
            comment.append(line)
            lines.append("")
        else:
            start = start or number
            lines.append(line)


def _questions(text: str) -> Iterator[Found | Skipped]:
    category: Path = ()
    for block in blocks(text):
        if block.text.startswith("$CATEGORY:"):
            category = path_of(block.text.removeprefix("$CATEGORY:"))
            continue
        try:
            yield _found(block, category)
        except Unreadable as error:
            yield Skipped(at_line(block.line), str(error))


def path_of(text: str) -> Path:
    """Return the names of a Moodle category path; the place where it hangs ($course$/top) is not ours."""
    names = [one.strip().replace("\0", "/") for one in text.strip().replace("//", "\0").split("/")]
    return tuple(name for name in names if name and not re.fullmatch(r"\$\w+\$|top", name))


def _found(block: Block, category: Path) -> Found:
    parts = _cut(block.text)
    tags = [one.replace("\\]", "]").strip() for one in _TAG.findall(block.comment)]
    tags += ["id:" + one.replace("\\]", "]").strip() for one in _ID.findall(block.comment)[:1]]
    facts = _question(parts)
    question = QuestionText(
        key=_plain(parts.name)[:60], text=_text(parts.text, parts.format), tags=tuple(tags),
        feedback=_text(parts.feedback, parts.format), **facts,
    )  # fmt: skip
    return Found(where=at_line(block.line, question.key), question=question, category=category)


def _cut(text: str) -> Parts:
    text = _ESCAPED.sub(lambda found: "\\" if found[1] == "\\" else ESCAPES[found[1]], text)
    name, text = _name(text)
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        said, answers = text, None
    elif start < 0 or end < start:
        raise Unreadable(_("the braces around the answers do not match."))
    else:
        answers = text[start + 1 : end].strip()
        said = text[:start] + ("" if text.endswith("}") else BLANK) + text[end + 1 :]
    answers, feedback = _general(answers) if answers is not None else (None, "")
    found = _FORMAT.match(said)
    return Parts(name, said, answers.strip() if answers is not None else None, feedback, found[1] if found else "")


def _general(answers: str) -> tuple[str, str]:
    """Part the answers from the feedback to all of them: the last #### counts."""
    before, mark, feedback = answers.rpartition("####")
    return (before, feedback) if mark else (answers, "")


def _name(text: str) -> tuple[str, str]:
    if text.startswith("::"):
        name, mark, rest = text[2:].partition("::")
        return (name.strip(), rest.strip()) if mark else ("", text[2:])
    return "", text


def _question(parts: Parts) -> dict[str, Any]:
    answers = parts.answers
    if answers is None:
        return {"type": QuestionType.DESCRIPTION, "options": ()}
    if not answers:
        return {"type": QuestionType.ESSAY, "options": ()}
    if answers.startswith(">"):
        return _ordering(answers, parts.format)
    if answers.startswith("#"):
        return {"type": QuestionType.NUMERICAL, "options": _numbers(answers[1:], parts.format)}
    if "~" in answers:
        return _choice(answers, parts.format)
    if "=" in answers and "->" in answers:
        return _matching(answers, parts.format)
    if answers.partition("#")[0].strip() in TRUE | FALSE:
        return _true_false(answers, parts.format)
    return {"type": QuestionType.SHORTANSWER, "options": _words(answers, parts.format)}


def _choice(answers: str, kind: str) -> dict[str, Any]:
    rows = []
    for answer in _split(answers.replace("=", "~="), "~", least=2):
        text, share = (answer[1:], 1.0) if answer.startswith("=") else _weighed(answer, 0.0)
        words, feedback = _said(text, kind)
        rows.append((words, share, feedback))
    if "=" in answers:
        return {"type": QuestionType.SINGLE, "options": building.answers(rows)}
    return {"type": QuestionType.MULTIPLE, "options": building.several(rows)}


def _matching(answers: str, kind: str) -> dict[str, Any]:
    rows = []
    for answer in _split(answers, "=", least=2):
        left, arrow, right = answer.partition("->")
        if not arrow:
            raise Unreadable(_("“%(text)s” has no -> between the two halves of the pair.", text=_plain(answer)[:60]))
        rows.append((_text(left.strip(), kind), markup.from_plain(_plain(right))))
    options, settings = building.pairs(rows)
    return {"type": QuestionType.MATCHING, "options": options, "settings": settings}


def _ordering(answers: str, kind: str) -> dict[str, Any]:
    head = _ORDER.match(answers)
    lines = answers[head.end() if head else 1 :].splitlines()
    things = [_text(line.strip(), kind) for line in lines if line.strip()]
    grading = GRADINGS.get((head["grading"] if head else "") or "", "place")
    settings = {} if grading == "place" else {"grading": grading}
    return {"type": QuestionType.ORDERING, "options": building.ordered(things), "settings": settings}


def _true_false(answers: str, kind: str) -> dict[str, Any]:
    word, *said = [one.strip() for one in answers.split("#", 2)]
    wrong, right = (_text(one, kind) for one in [*said, "", ""][:2])
    is_true = word in TRUE
    options = building.true_false(
        is_true, if_true=right if is_true else wrong, if_false=wrong if is_true else right
    )  # fmt: skip
    return {"type": QuestionType.TRUEFALSE, "options": options}


def _words(answers: str, kind: str) -> building.Options:
    rows = []
    for answer in _split(answers, "=", least=1):
        text, share = _weighed(answer, 1.0)
        words, _mark, feedback = text.partition("#")
        rows.append((_plain(_FORMAT.sub("", words.strip())), share, _text(feedback.strip(), kind)))
    return building.answers(rows, is_typed=True)


def _numbers(answers: str, kind: str) -> building.Options:
    answers, mark, wrong = answers.partition("~")
    rows: list[tuple[str, float, str]] = []
    tolerances: list[str] = []
    for answer in _split(answers, "=", least=1):
        text, share = _weighed(answer, 1.0)
        number, _mark, feedback = text.partition("#")
        aim, tolerance = _range(_plain(number))
        rows.append((aim, share, _text(feedback.strip(), kind)))
        tolerances.append(tolerance)
    if mark:
        rows.append(("*", 0.0, _said(wrong, kind)[1]))
        tolerances.append("")
    made = building.answers(rows, is_typed=True)
    return tuple(one | ({"tolerance": t} if t else {}) for one, t in zip(made, tolerances, strict=True))


def _range(text: str) -> tuple[str, str]:
    """Return aim and tolerance of "5", "5:0.1" or "4..6"."""
    if ".." in text[1:]:
        low, high = (_number(one) for one in text.split("..", 1))
        return _written((low + high) / 2), _written((high - low) / 2)
    aim, _mark, tolerance = text.partition(":")
    if aim.strip() == "*":
        return "*", ""
    return _written(_number(aim)), _written(_number(tolerance)) if tolerance.strip(" 0.") else ""


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation as error:
        raise Unreadable(_("“%(text)s” is not a number written with a decimal point.", text=text[:40])) from error
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise Unreadable(_("“%(text)s” is not a number written with a decimal point.", text=text[:40]))
    return number


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
    return _text(words.strip(), kind), _text(feedback.strip(), kind)


def _plain(text: str) -> str:
    return _MARKS.sub(lambda found: MEANINGS[found[0]], text).strip()


def _text(text: str, kind: str) -> str:
    """Return a text as Markdown, from the format that it names or else that of the question."""
    found = _FORMAT.match(text)
    kind = found[1] if found else kind
    words = _plain(text[found.end() :] if found else text)
    if kind == "markdown":
        return words
    if kind == "plain":
        return markup.from_plain(words)
    return markup.from_html(words) if kind == "html" else markup.from_auto(words)
