"""Writing GIFT: Markdown is named as such, words without marks stand as they are."""

import re
from collections.abc import Callable, Sequence

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.gift.answers import GRADINGS
from lms.quizzes.formats.reading import Found
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

_SIGNS = re.compile(r"([\\~=#{}:])")
_ORDERINGS = {"place": "ABSOLUTE_POSITION"} | {v: k for k, v in reversed(GRADINGS.items()) if v != "place"}


def write(questions: Sequence[Found]) -> str:
    """Return questions as GIFT; types that it does not know are left out."""
    blocks: list[str] = []
    category: tuple[str, ...] = ()
    for one in questions:
        if one.category != category:
            category = one.category
            blocks.append("$CATEGORY: " + "/".join(name.replace("/", "//") for name in category))
        if block := _block(one.question):
            blocks.append(block)
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Return a text in which no sign counts."""
    return _SIGNS.sub(r"\\\1", text).replace("\r", "").replace("\n", "\\n")


def _block(question: QuestionText) -> str:
    answers = _WRITERS.get(QuestionType(question.type))
    if answers is None:
        return ""
    kind = "" if _is_plain(question.text) else "markdown"
    notes = [f"[tag:{_bracket(tag)}]" for tag in question.tags if not tag.startswith("id:")]
    notes += [f"[id:{_bracket(tag[3:])}]" for tag in question.tags if tag.startswith("id:")][:1]
    head = f"// {' '.join(notes)}\n" if notes else ""
    name = f"::{escape(question.key)}::" if question.key else ""
    inside = answers(question, kind)
    feedback = "####" + text(question.feedback, kind) if question.feedback else ""
    said = text(question.text, "")
    if inside is None:
        return f"{head}{name}{said}"
    return f"{head}{name}{said}{{{inside}{feedback}}}"


def text(markdown: str, kind: str) -> str:
    """Return Markdown as GIFT text: plain where it is plain, else named, unless the question already is."""
    if kind == "markdown":
        return escape(markdown)
    if _is_plain(markdown):
        return escape(markup.to_plain(markdown))
    return "[markdown]" + escape(markdown)


def _is_plain(markdown: str) -> bool:
    words = markup.to_plain(markdown)
    return not re.match(r"\[(moodle|html|plain|markdown)\]", words) and markup.from_auto(words) == markdown


def _bracket(text: str) -> str:
    return text.replace("]", "\\]")


def _weight(share: float) -> str:
    number = f"{share * 100:.5f}".rstrip("0").rstrip(".")
    return f"%{number}%"


def _single(question: QuestionText, kind: str) -> str:
    """Write = before the first right answer alone: without a ~ it would be typed, not chosen."""
    shares = building.shares_of(question)
    best = shares.index(1.0) if 1.0 in shares else -1
    return _rows(question, kind, lambda place, share: "=" if place == best else _tilde(share))


def _multiple(question: QuestionText, kind: str) -> str:
    return _rows(question, kind, lambda _place, share: _tilde(share))


def _tilde(share: float) -> str:
    return "~" + ("" if share == 0 else _weight(share))


def _rows(question: QuestionText, kind: str, mark: Callable[[int, float], str]) -> str:
    lines = []
    for place, (option, share) in enumerate(zip(question.options, building.shares_of(question), strict=True)):
        said = text(option["text"], kind)
        sign = mark(place, share) + ("%0%" if share == 0 and said.startswith("%") else "")
        lines.append(f"\t{sign}{said}{_feedback(option, kind)}\n")
    return "\n" + "".join(lines)


def _feedback(option: dict[str, object], kind: str) -> str:
    return "#" + text(str(option["feedback"]), kind) if option.get("feedback") else ""


def _true_false(question: QuestionText, kind: str) -> str:
    first, second = question.options
    right, wrong = (first, second) if first.get("correct") else (second, first)
    said = "TRUE" if first.get("correct") else "FALSE"
    said_wrong, said_right = (text(str(one.get("feedback") or ""), kind) for one in (wrong, right))
    if not said_wrong and not said_right:
        return said
    return f"{said}#{said_wrong}" + (f"#{said_right}" if said_right else "")


def _short(question: QuestionText, kind: str) -> str:
    lines = [
        f"\t={_weight(share)}{escape(option['text'])}{_feedback(option, kind)}\n"
        for option, share in zip(question.options, building.shares_of(question), strict=True)
    ]
    return "\n" + "".join(lines)


def _numerical(question: QuestionText, kind: str) -> str:
    lines, rest = [], ""
    for option, share in zip(question.options, building.shares_of(question), strict=True):
        if option["text"] == "*" and share == 0:
            rest = f"\t~{_feedback(option, kind) or '#'}\n"
            continue
        tolerance = f":{option['tolerance']}" if option.get("tolerance") else ""
        lines.append(f"\t={_weight(share)}{option['text']}{tolerance}{_feedback(option, kind)}\n")
    return "#\n" + "".join(lines) + rest


def _matching(question: QuestionText, kind: str) -> str:
    words = {one["key"]: one["text"] for one in question.settings.get("choices", ())}
    rows = [(option["text"], words.pop(key, None) or _again(question, key)) for option in question.options
            for key in option["right"][:1]]  # fmt: skip
    used = {right for _left, right in rows}
    rows += [("", one) for one in words.values() if one not in used]
    return "\n" + "".join(f"\t={text(left, kind)} -> {escape(markup.to_plain(right))}\n" for left, right in rows)


def _again(question: QuestionText, key: str) -> str:
    return next((str(one["text"]) for one in question.settings["choices"] if one["key"] == key), "")


def _ordering(question: QuestionText, kind: str) -> str:
    grading = _ORDERINGS[question.settings.get("grading", "place")]
    head = f">{len(question.options)} ALL VERTICAL {grading} SHOW none\n"
    return head + "".join(f"{text(one['text'], kind)}\n" for one in question.options)


_WRITERS: dict[QuestionType, Callable[[QuestionText, str], str | None]] = {
    QuestionType.SINGLE: _single, QuestionType.MULTIPLE: _multiple, QuestionType.TRUEFALSE: _true_false,
    QuestionType.SHORTANSWER: _short, QuestionType.NUMERICAL: _numerical, QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering, QuestionType.ESSAY: lambda *_: "",
    QuestionType.DESCRIPTION: lambda *_: None,
}  # fmt: skip
