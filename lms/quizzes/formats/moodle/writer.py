"""Writing Moodle XML: texts stand as Markdown, a format that Moodle knows, so that nothing is lost on the way."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lms.quizzes.formats import markup, original
from lms.quizzes.formats.moodle import cloze
from lms.quizzes.formats.moodle.element import ORIGINAL, mark_of
from lms.quizzes.formats.moodle.reader import COMBINED, PENALTY, UNPENALISED
from lms.quizzes.formats.moodle.writing import WRITERS, Target, safe
from lms.quizzes.formats.reading import Found
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText


def write(questions: Sequence[Found], *, is_plain: bool = False) -> bytes:
    """Return questions as a Moodle XML document, each with its original; a plain one says only what Moodle says."""
    root = Element("quiz")
    category: tuple[str, ...] = ()
    for one in questions:
        if one.category != category:
            category = one.category
            root.append(_category(category))
        made = _question(one)
        if not is_plain:
            SubElement(made, ORIGINAL).text = safe(original.written(one.question, mark=mark_of(made)))
        root.append(made)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(tostring(root, encoding="utf-8")) + b"\n"


def _category(path: Sequence[str]) -> Element:
    made = Element("question", type="category")
    inner = SubElement(made, "category")
    SubElement(inner, "text").text = safe("/".join(["$course$/top", *(name.replace("/", "//") for name in path)]))
    return made


def _question(one: Found) -> Element:
    target, question = Target(one), one.question
    kind, settings = QuestionType(question.type), question.settings
    target.words("name", question.key or markup.to_plain(question.text)[:60] or "-")
    target.text("questiontext", _text(question))
    target.text("generalfeedback", question.feedback)
    if kind not in (QuestionType.CLOZE, QuestionType.DESCRIPTION):
        target.plain("defaultgrade", settings.get("points", 1))
    target.plain("penalty", settings.get("penalty", 0 if kind in UNPENALISED else PENALTY))
    target.plain("hidden", 0)
    target.plain("idnumber", next((tag[3:] for tag in question.tags if tag.startswith("id:")), ""))
    WRITERS[kind](target, question)
    for theirs, ours in COMBINED.items():
        if settings.get(ours):
            target.text(theirs, settings[ours])
    for hint in settings.get("hints", ()):
        target.text("hint", hint)
    _tags(target, question)
    return target.element


def _text(question: QuestionText) -> str:
    if question.type == QuestionType.CLOZE:
        return cloze.write(question.text, question.options)
    if question.type in (QuestionType.GAPSELECT, QuestionType.DRAGWORDS):
        places = {one["key"]: one["right"][0] for one in question.options}
        keys = [one["key"] for one in question.settings["choices"]]
        return re.sub(r"\[\[([a-z0-9]{1,20})\]\]", lambda m: f"[[{keys.index(places[m[1]]) + 1}]]", question.text)
    return question.text


def _tags(target: Target, question: QuestionText) -> None:
    tags = [tag for tag in question.tags if not tag.startswith("id:")]
    tags += [tag for tag in question.tags if tag.startswith("id:")][1:]
    if tags:
        group = SubElement(target.element, "tags")
        for tag in tags:
            target.words("tag", tag, group)
