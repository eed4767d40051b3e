"""GIFT, as Moodle reads and writes it: blocks of text between empty lines."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask_babel import gettext as _

from lms.quizzes.formats.gift.answers import (
    ESCAPES,
    FALSE,
    FORMAT,
    TRUE,
    asks_some,
    choice,
    matching,
    numbers,
    ordering,
    plain,
    text_of,
    true_false,
    typed,
)  # fmt: skip
from lms.quizzes.formats.reading import Found, Path, Reading, Skipped, Unreadable, at_line, gathered
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAME = "gift"
BLANK = "_____"
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f])+)\]")
_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f])+)\]")


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
        key=plain(parts.name)[:60], text=text_of(parts.text, parts.format), tags=tuple(tags),
        feedback=text_of(parts.feedback, parts.format), **facts,
    )  # fmt: skip
    where = at_line(block.line, question.key)
    words = _("only some of the things are asked there, chosen anew each time: all are asked here.")
    skipped = (Skipped(where, words),) if asks_some(parts.answers or "") else ()
    return Found(where=where, question=question, category=category, skipped=skipped)


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
    found = FORMAT.match(said)
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
        return ordering(answers, parts.format)
    if answers.startswith("#"):
        return {"type": QuestionType.NUMERICAL, "options": numbers(answers[1:], parts.format)}
    if "~" in answers:
        return choice(answers, parts.format)
    if "=" in answers and "->" in answers:
        return matching(answers, parts.format)
    if answers.partition("#")[0].strip() in TRUE | FALSE:
        return true_false(answers, parts.format)
    return {"type": QuestionType.SHORTANSWER, "options": typed(answers, parts.format)}
