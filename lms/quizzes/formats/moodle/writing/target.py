"""A question's element while it is written."""

import base64
import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.formats import markup
from lms.quizzes.formats.reading import Found
from lms.quizzes.models import QuestionType

NAMES = {
    QuestionType.SINGLE: "multichoice", QuestionType.MULTIPLE: "multichoice", QuestionType.TRUEFALSE: "truefalse",
    QuestionType.MATCHING: "matching", QuestionType.ORDERING: "ordering", QuestionType.SHORTANSWER: "shortanswer",
    QuestionType.NUMERICAL: "numerical", QuestionType.CLOZE: "cloze", QuestionType.GAPSELECT: "gapselect",
    QuestionType.DRAGWORDS: "ddwtos", QuestionType.DRAGPICTURE: "ddimageortext", QuestionType.HOTSPOT: "ddmarker",
    QuestionType.ESSAY: "essay", QuestionType.FILE: "essay", QuestionType.DESCRIPTION: "description",
}  # fmt: skip


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
        SubElement(made, "text").text = safe(_located(markdown, names))
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
        made.text = safe(str(value))
        return made

    def words(self, name: str, value: str, under: Element | None = None) -> Element:
        """Add an element whose <text> is plain."""
        made = SubElement(self._under(under), name)
        SubElement(made, "text").text = safe(value)
        return made

    def _under(self, under: Element | None) -> Element:
        return self.element if under is None else under


def per_cent(share: float) -> str:
    """Return a share of the points as Moodle writes it."""
    return f"{share * 100:.5f}".rstrip("0").rstrip(".")


def safe(text: str) -> str:
    """Return a text without the characters that XML cannot carry."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _located(markdown: str, names: Sequence[str]) -> str:
    for name in names:
        markdown = markdown.replace(f"(media/{name})", f"(@@PLUGINFILE@@/{name})")
    return markdown
