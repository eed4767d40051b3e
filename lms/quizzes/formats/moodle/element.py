"""Elements of Moodle XML: texts in their formats with their files, numbers, yes and no."""

import json
from hashlib import sha256
from typing import Any
from xml.etree.ElementTree import Element

from lms.quizzes.formats import markup
from lms.quizzes.formats.files import Files
from lms.quizzes.formats.reading import Skipped
from lms.quizzes.formats.safety import child, children, local

ORIGINAL = "pelita"  # the bank's own words for a question; Moodle passes over elements that it does not know
FORMATS = {"html", "markdown", "plain_text", "moodle_auto_format", "wiki_like"}


class Source:
    """A question's element, with the files and texts that are read from it."""

    def __init__(self, element: Element, where: str) -> None:
        self.element, self.where = element, where
        self.files = Files(where)
        self.skipped: list[Skipped] = []
        text = child(element, "questiontext")
        self.format = _format(text, "html")
        for one in element.iter("file"):
            if one.text and one.get("name"):
                self.files.add_base64(
                    (one.get("path", "/").strip("/") + "/" + one.get("name", "")).lstrip("/"), one.text
                )

    def text(self, *path: str) -> str:
        """Return the text of a child as Markdown."""
        found = child(self.element, *path)
        return self.markdown(found) if found is not None else ""

    def markdown(self, element: Element) -> str:
        """Return the text of an element as Markdown."""
        return self.into(said(element), _format(element, self.format))

    def into(self, text: str, kind: str) -> str:
        """Return a text of one of Moodle's formats as Markdown."""
        if kind == "markdown":
            return markup.with_files(text, self.files.address)
        if kind == "plain_text":
            return markup.from_plain(text)
        convert = markup.from_auto if kind == "moodle_auto_format" else markup.from_html
        return convert(text, self.files.address)

    def tell(self, reason: str) -> None:
        """Name something that is not taken over."""
        self.skipped.append(Skipped(self.where, reason))

    def file_of(self, element: Element) -> str | None:
        """Return the media name of the file that stands in an element."""
        found = child(element, "file")
        if found is None:
            return None
        return self.files.names.get((found.get("path", "/").strip("/") + "/" + found.get("name", "")).lstrip("/"))


def mark_of(element: Element) -> str:
    """Return the mark of a question, whatever its indents: another one where anything else is different."""
    return sha256(json.dumps(_shape(element)).encode()).hexdigest()


def said(element: Element | None) -> str:
    """Return the <text> of an element, or its own text where older files have it so."""
    if element is None:
        return ""
    inner = child(element, "text")
    return (content(inner) if inner is not None else content(element)).strip()


def content(element: Element | None) -> str:
    """Return the characters of an element; markup that should have stood in CDATA keeps its words."""
    return "".join(element.itertext()) if element is not None else ""


def number(element: Element, name: str, otherwise: float) -> float:
    """Return the number of a child, or another where it has none."""
    try:
        value = float(content(child(element, name)).strip() or otherwise)
    except ValueError:
        return otherwise
    return value if abs(value) < 1e9 else otherwise


def is_yes(element: Element, name: str, otherwise: bool) -> bool:
    """Tell whether a child says yes: Moodle reads everything but "false", "0" and nothing as that."""
    found = child(element, name)
    return otherwise if found is None else content(found).strip() not in {"false", "0", ""}


def has(element: Element, name: str) -> bool:
    """Tell whether a child stands there at all."""
    return bool(children(element, name))


def share(element: Element) -> float:
    """Return the part of the points that an answer earns."""
    attribute = element.get("fraction")
    try:
        given = float(attribute or content(child(element, "fraction")) or 0)
    except ValueError:
        return 0.0
    is_part = attribute is None and given <= 1  # old files have an element, which tells the part itself
    return round(given if is_part else given / 100, 7)


def _format(element: Element | None, otherwise: str) -> str:
    kind = element.get("format", otherwise).strip() if element is not None else otherwise
    return kind if kind in FORMATS else "html"


def _shape(element: Element) -> list[Any]:
    words = [(text or "").strip() for text in (element.text, *(one.tail for one in element))]
    inner = [_shape(one) for one in element if local(one) != ORIGINAL]
    return [local(element), sorted(element.attrib.items()), [one for one in words if one], inner]
