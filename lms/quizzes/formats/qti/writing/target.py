"""An item while it is written: its element, what it declares, its body, how it is scored, what it says afterwards."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring

from lms.quizzes.formats import markup
from lms.quizzes.rules.question_file import QuestionText

_GAP = re.compile(r"\[\[([a-z0-9]{1,20})\]\]")


class Target:
    """An item while it is written."""

    def __init__(self, question: QuestionText, root: Element, *, templates: str, is_three: bool) -> None:
        self.question, self.root, self.templates, self.is_three = question, root, templates, is_three
        self.feedbacks: list[tuple[str, str]] = []
        self.scoring: list[Element] = []
        self.template = ""
        self.body = Element("itemBody")
        self.declarations: list[Element] = []

    def declare(self, identifier: str, cardinality: str, base: str, right: Iterable[str] = ()) -> Element:
        """Add a response with its right values."""
        made = Element("responseDeclaration", identifier=identifier, cardinality=cardinality, baseType=base)
        values = list(right)
        if values:
            correct = SubElement(made, "correctResponse")
            for one in values:
                SubElement(correct, "value").text = one
        self.declarations.append(made)
        return made

    def blocks(self, markdown: str, into: Element) -> None:
        """Add a text as blocks of HTML."""
        _append(into, markup.to_html(markdown, lambda name: f"../media/{name}"))

    def inline(self, markdown: str, into: Element) -> None:
        """Add a short text; a single paragraph loses its mark."""
        html = markup.to_html(markdown, lambda name: f"../media/{name}")
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html.removeprefix("<p>").removesuffix("</p>")
        _append(into, html)

    def embedded(self, markdown: str, into: Element, parts: Mapping[str, Element]) -> None:
        """Add a text with elements in the place of its gaps."""
        marked = _GAP.sub(lambda found: f"\ue010{found[1]}\ue011", markdown)
        self.blocks(marked, into)
        _put(into, parts)

    def picture(self, into: Element) -> None:
        """Add the picture that the question is about."""
        facts = self.question.settings["picture"]
        size = {"width": str(facts["width"]), "height": str(facts["height"])}
        source, words = f"../media/{facts['name']}", facts.get("alt", "")
        if self.is_three:
            SubElement(into, "img", {"src": source, "alt": words, **size})
            return
        ending = facts["name"].rpartition(".")[2].lower()
        made = SubElement(
            into, "object", {"type": f"image/{'jpeg' if ending == 'jpg' else ending}", "data": source, **size}
        )
        made.text = words

    def say(self, identifier: str, markdown: str) -> None:
        """Remember what is said after an answer."""
        if markdown:
            self.feedbacks.append((identifier, markdown))


def _append(into: Element, html: str) -> None:
    """Add well-formed HTML to an element, after what stands in it."""
    html = html.replace("<s>", "<span>").replace("</s>", "</span>")
    inner = fromstring(f"<div>{_safe(html)}</div>")  # noqa: S314 - our own writing
    for one in inner.iter():
        one.attrib.pop("style", None)
    if inner.text and len(into):
        into[-1].tail = (into[-1].tail or "") + inner.text
    elif inner.text:
        into.text = (into.text or "") + inner.text
    into.extend(list(inner))


def _safe(text: str) -> str:
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _put(element: Element, parts: Mapping[str, Element]) -> None:
    """Put elements in the place of the marks in the words below an element."""
    for one in list(element):
        if one not in parts.values():
            _put(one, parts)
    for child in [None, *list(element)]:
        words = (element.text if child is None else child.tail) or ""
        found = re.split("\ue010([a-z0-9]{1,20})\ue011", words)
        if len(found) == 1:
            continue
        if child is None:
            element.text, at = found[0], 0
        else:
            child.tail, at = found[0], list(element).index(child) + 1
        for key, tail in zip(found[1::2], found[2::2], strict=True):
            parts[key].tail = tail
            element.insert(at, parts[key])
            at += 1


def shuffles(settings: Mapping[str, Any]) -> str:
    """Say whether what is offered may stand in another order, as an attribute says it."""
    return "false" if settings.get("keeps_order") else "true"
