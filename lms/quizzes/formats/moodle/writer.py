"""Writing Moodle XML: texts stand as Markdown, a format that Moodle knows, so that nothing is lost on the way."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.gift.reader import GRADINGS
from lms.quizzes.formats.moodle import cloze
from lms.quizzes.formats.moodle.reader import COMBINED, PENALTY, UNPENALISED
from lms.quizzes.formats.reading import Found
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

NAMES = {
    QuestionType.SINGLE: "multichoice", QuestionType.MULTIPLE: "multichoice", QuestionType.TRUEFALSE: "truefalse",
    QuestionType.MATCHING: "matching", QuestionType.ORDERING: "ordering", QuestionType.SHORTANSWER: "shortanswer",
    QuestionType.NUMERICAL: "numerical", QuestionType.CLOZE: "cloze", QuestionType.GAPSELECT: "gapselect",
    QuestionType.DRAGWORDS: "ddwtos", QuestionType.DRAGPICTURE: "ddimageortext", QuestionType.HOTSPOT: "ddmarker",
    QuestionType.ESSAY: "essay", QuestionType.FILE: "essay", QuestionType.DESCRIPTION: "description",
}  # fmt: skip
ORDERINGS = {"place": "ABSOLUTE_POSITION"} | {v: k for k, v in reversed(GRADINGS.items()) if v != "place"}
SHAPES = {"rect": "rectangle", "circle": "circle", "poly": "polygon"}


class Target:
    """A question's element while it is written, with the files that it may need."""

    def __init__(self, one: Found) -> None:
        self.question, self.files = one.question, one.files
        settings = one.question.settings
        name = NAMES[QuestionType(one.question.type)]
        if name == "multichoice" and settings.get("all_or_nothing"):
            name = "multichoiceset"
        self.element = Element("question", type=name)

    def text(self, name: str, markdown: str, under: Element | None = None, **attributes: str) -> Element:
        """Add a text with its files."""
        made = SubElement(self._under(under), name, {"format": "markdown", **attributes})
        names = [one for one in markup.media_names(markdown) if one in self.files]
        SubElement(made, "text").text = _safe(_located(markdown, names))
        for one in names:
            self.file(one, made)
        return made

    def file(self, name: str, under: Element | None = None) -> None:
        """Add a file."""
        made = SubElement(self._under(under), "file", name=name, path="/", encoding="base64")
        made.text = base64.b64encode(self.files[name]).decode()

    def plain(self, name: str, value: Any, under: Element | None = None) -> Element:
        """Add an element with nothing but characters."""
        made = SubElement(self._under(under), name)
        made.text = _safe(str(value))
        return made

    def words(self, name: str, value: str, under: Element | None = None) -> Element:
        """Add an element whose <text> is plain."""
        made = SubElement(self._under(under), name)
        SubElement(made, "text").text = _safe(value)
        return made

    def _under(self, under: Element | None) -> Element:
        return self.element if under is None else under


def write(questions: Sequence[Found]) -> bytes:
    """Return questions as a Moodle XML document."""
    root = Element("quiz")
    category: tuple[str, ...] = ()
    for one in questions:
        if one.category != category:
            category = one.category
            root.append(_category(category))
        root.append(_question(one))
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(tostring(root, encoding="utf-8")) + b"\n"


def _category(path: Sequence[str]) -> Element:
    made = Element("question", type="category")
    inner = SubElement(made, "category")
    SubElement(inner, "text").text = _safe("/".join(["$course$/top", *(name.replace("/", "//") for name in path)]))
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
    _WRITERS[kind](target, question)
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


def _choice(target: Target, question: QuestionText) -> None:
    target.plain("single", str(question.type == QuestionType.SINGLE).lower())
    target.plain("shuffleanswers", str(not question.settings.get("keeps_order")).lower())
    target.plain("answernumbering", "abc")
    for option, share in zip(question.options, building.shares_of(question), strict=True):
        _answer(target, option, share)


def _answer(target: Target, option: Mapping[str, Any], share: float) -> None:
    made = target.text("answer", option["text"], fraction=_per_cent(share))
    target.text("feedback", option.get("feedback") or "", made)


def _true_false(target: Target, question: QuestionText) -> None:
    for word, option in zip(("true", "false"), question.options, strict=True):
        made = target.words("answer", word)
        made.set("fraction", "100" if option.get("correct") else "0")
        target.text("feedback", option.get("feedback") or "", made)


def _typed(target: Target, question: QuestionText) -> None:
    if question.type == QuestionType.SHORTANSWER:
        target.plain("usecase", 1 if question.settings.get("case") else 0)
    for option, share in zip(question.options, building.shares_of(question), strict=True):
        made = target.words("answer", option["text"])
        made.set("fraction", _per_cent(share))
        target.text("feedback", option.get("feedback") or "", made)
        if question.type == QuestionType.NUMERICAL:
            target.plain("tolerance", option.get("tolerance") or 0, made)
    if question.settings.get("units"):
        _units(target, question.settings)


def _units(target: Target, settings: Mapping[str, Any]) -> None:
    group = SubElement(target.element, "units")
    for unit in settings["units"]:
        made = SubElement(group, "unit")
        target.plain("multiplier", f"{1 / float(unit.get('factor', 1)):.12g}", made)
        target.plain("unit_name", unit["text"], made)
    target.plain("unitgradingtype", 1 if settings.get("unit") == "required" else 0)
    target.plain("unitpenalty", settings.get("unit_penalty", 1 if settings.get("unit") == "required" else 0.1))
    target.plain("showunits", 0)


def _matching(target: Target, question: QuestionText) -> None:
    target.plain("shuffleanswers", str(not question.settings.get("keeps_order")).lower())
    words = {one["key"]: one["text"] for one in question.settings["choices"]}
    rows = [(one["text"], one["right"][0]) for one in question.options]
    rows += [("", key) for key in words if key not in {right for _left, right in rows}]
    for left, right in rows:
        made = target.text("subquestion", left)
        answer = target.words("answer", words[right], made)
        answer.set("format", "markdown")


def _ordering(target: Target, question: QuestionText) -> None:
    target.plain("layouttype", "VERTICAL")
    target.plain("selecttype", "ALL")
    target.plain("selectcount", 0)
    target.plain("gradingtype", ORDERINGS[question.settings.get("grading", "place")])
    target.plain("showgrading", "SHOW")
    target.plain("numberingstyle", "none")
    for place, option in enumerate(question.options, 1):
        target.text("answer", option["text"], fraction=f"{place}.0000000")


def _gaps(target: Target, question: QuestionText) -> None:
    target.plain("shuffleanswers", 0 if question.settings.get("keeps_order") else 1)
    name = "dragbox" if question.type == QuestionType.DRAGWORDS else "selectoption"
    for one in question.settings["choices"]:
        made = target.text(name, one["text"])
        target.plain("group", one.get("group", "1"), made)
        if one.get("many") and name == "dragbox":
            SubElement(made, "infinite")


def _onto_picture(target: Target, question: QuestionText) -> None:
    numbers = _picture_and_drags(target, question)
    for place, one in enumerate(question.options, 1):
        made = target.text("drop", one.get("text") or "")
        target.plain("no", place, made)
        target.plain("choice", numbers[one["right"][0]], made)
        left, top = _corner(one)
        target.plain("xleft", left, made)
        target.plain("ytop", top, made)


def _hotspot(target: Target, question: QuestionText) -> None:
    numbers = _picture_and_drags(target, question)
    place = 0
    for one in question.options:
        for key in one["right"]:
            place += 1
            made = SubElement(target.element, "drop")
            target.plain("no", place, made)
            target.plain("shape", SHAPES[one["shape"]], made)
            target.plain("coords", _coords(one), made)
            target.plain("choice", numbers[key], made)


def _picture_and_drags(target: Target, question: QuestionText) -> dict[str, int]:
    settings = question.settings
    if settings["picture"]["name"] in target.files:
        target.file(settings["picture"]["name"])
    if not settings.get("keeps_order"):
        SubElement(target.element, "shuffleanswers")
    numbers: dict[str, int] = {}
    for place, one in enumerate(settings["choices"], 1):
        numbers[one["key"]] = place
        found = re.fullmatch(r"!\[([^\]]*)\]\(media/([^)]+)\)", one["text"])
        made = SubElement(target.element, "drag")
        target.plain("no", place, made)
        SubElement(made, "text").text = _safe(found[1] if found else one["text"])
        made.set("format", "markdown")
        if found and found[2] in target.files:
            target.file(found[2], made)
        if question.type == QuestionType.DRAGPICTURE:
            target.plain("draggroup", one.get("group", "1"), made)
        if one.get("many"):
            SubElement(made, "infinite")
    return numbers


def _corner(place: Mapping[str, Any]) -> tuple[int, int]:
    coords = place["coords"]
    if place["shape"] == "circle":
        return coords[0] - coords[2], coords[1] - coords[2]
    return min(coords[::2]), min(coords[1::2])


def _coords(area: Mapping[str, Any]) -> str:
    coords = area["coords"]
    if area["shape"] == "circle":
        return f"{coords[0]},{coords[1]};{coords[2]}"
    if area["shape"] == "rect":
        return f"{coords[0]},{coords[1]};{coords[2] - coords[0]},{coords[3] - coords[1]}"
    return ";".join(f"{x},{y}" for x, y in zip(coords[::2], coords[1::2], strict=True))


def _essay(target: Target, question: QuestionText) -> None:
    settings, is_file = question.settings, question.type == QuestionType.FILE
    target.plain("responseformat", "noinline" if is_file else "editor")
    target.plain("responserequired", 0 if is_file else 1)
    target.plain("responsefieldlines", settings.get("lines", 15))
    target.plain("attachments", settings.get("most_files", 1) if is_file else 0)
    target.plain("attachmentsrequired", 1 if is_file else 0)
    for theirs, ours in (("minwordlimit", "least_words"), ("maxwordlimit", "most_words")):
        if settings.get(ours):
            target.plain(theirs, settings[ours])
    target.text("graderinfo", settings.get("notes", ""))
    target.text("responsetemplate", settings.get("template", ""))


def _nothing(_target: Target, _question: QuestionText) -> None:
    """Add nothing: the text says it all."""


def _located(markdown: str, names: Sequence[str]) -> str:
    for name in names:
        markdown = markdown.replace(f"(media/{name})", f"(@@PLUGINFILE@@/{name})")
    return markdown


def _per_cent(share: float) -> str:
    return f"{share * 100:.5f}".rstrip("0").rstrip(".")


def _safe(text: str) -> str:
    """Return a text without the characters that XML cannot carry."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


_WRITERS: dict[QuestionType, Callable[[Target, QuestionText], None]] = {
    QuestionType.SINGLE: _choice, QuestionType.MULTIPLE: _choice, QuestionType.TRUEFALSE: _true_false,
    QuestionType.SHORTANSWER: _typed, QuestionType.NUMERICAL: _typed, QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering, QuestionType.CLOZE: _nothing,
    QuestionType.GAPSELECT: _gaps, QuestionType.DRAGWORDS: _gaps, QuestionType.DRAGPICTURE: _onto_picture,
    QuestionType.HOTSPOT: _hotspot, QuestionType.ESSAY: _essay, QuestionType.FILE: _essay,
    QuestionType.DESCRIPTION: _nothing,
}  # fmt: skip
