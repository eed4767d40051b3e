"""One item of QTI 2 (or 3, under the names of 2): its declarations, how it is scored, its body and feedback."""

import html
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from flask_babel import gettext as _

from lms.quizzes.formats import markup
from lms.quizzes.formats.files import Files
from lms.quizzes.formats.qti import mathml
from lms.quizzes.formats.reading import Skipped
from lms.quizzes.formats.safety import child, children

Facts = dict[str, Any]  # of a question: type, text, options, settings
INTERACTIONS = {
    "choiceInteraction", "orderInteraction", "associateInteraction", "matchInteraction", "gapMatchInteraction",
    "inlineChoiceInteraction", "textEntryInteraction", "extendedTextInteraction", "hottextInteraction",
    "hotspotInteraction", "selectPointInteraction", "graphicOrderInteraction", "graphicAssociateInteraction",
    "graphicGapMatchInteraction", "positionObjectInteraction", "positionObjectStage", "sliderInteraction",
    "mediaInteraction", "drawingInteraction", "uploadInteraction", "customInteraction",
    "portableCustomInteraction", "endAttemptInteraction", "fileUploadInteraction",
}  # fmt: skip
INLINE = {"inlineChoiceInteraction", "textEntryInteraction"}
LEFT_OUT = {"feedbackBlock", "feedbackInline", "modalFeedback", "stylesheet", "rubricBlock"}
VOID = {"br", "img", "hr", "col", "source", "track", "wbr"}
MARK = "\ue010{}\ue011"
ALIASES = {"object": "img", "include": "span"}


@dataclass(frozen=True)
class Declaration:
    """A response: how many values of what kind, the right ones, what each earns, and areas that earn something."""

    cardinality: str
    base_type: str
    right: tuple[str, ...]
    mapping: Mapping[str, float] = field(default_factory=dict)
    is_exact: Mapping[str, bool] = field(default_factory=dict)
    areas: tuple[tuple[str, str, float], ...] = ()
    default: float = 0.0
    upper: float | None = None


class Item:
    """An item's element with what is read from it."""

    def __init__(self, element: Element, where: str, files: Files) -> None:
        self.element, self.where, self.files = element, where, files
        self.skipped: list[Skipped] = []
        self.said: dict[str, str] = {}
        body = child(element, "itemBody")
        self.body = body if body is not None else Element("itemBody")
        self.declarations = {
            one.get("identifier", ""): _declaration(one) for one in children(element, "responseDeclaration")
        }
        processing = child(element, "responseProcessing")
        self.processing = processing if processing is not None else Element("responseProcessing")

    @property
    def interactions(self) -> list[Element]:
        """What is asked, in the order of the text."""
        return [
            one for one in self.body.iter()
            if one.tag in INTERACTIONS and one.tag != "positionObjectStage"
        ]  # fmt: skip

    def declaration(self, interaction: Element) -> Declaration:
        """Return the response that an interaction fills."""
        identifier = interaction.get("responseIdentifier", "RESPONSE")
        return self.declarations.get(identifier, Declaration("single", "identifier", ()))

    @property
    def asked(self) -> list[Element]:
        """The interactions that are answered: not the buttons."""
        return [one for one in self.interactions if one.tag != "endAttemptInteraction"]

    @property
    def is_mapped(self) -> bool:
        """Whether the mapping decides, not the right answer alone."""
        template = self.processing.get("template", "") + self.processing.get("templateLocation", "")
        return "map_response" in template or any(
            one.tag in {"mapResponse", "mapResponsePoint"} for one in self.processing.iter()
        )

    @property
    def is_own(self) -> bool:
        """Whether scoring is written out in a way that neither the right answer nor the mapping says."""
        return not self.processing.get("template") and len(self.processing) > 0 and not self.is_mapped

    def markdown(self, *, leave: Collection[Element] = ()) -> str:
        """Return the body as Markdown, without the interactions but with a mark for each of `leave`."""
        return self.into(self._inner(self.body, list(leave)))

    def words(self, element: Element | None, *, without: Collection[str] = ()) -> str:
        """Return the content of an element as Markdown."""
        return self.into(self._inner(element, [], set(without))) if element is not None else ""

    def into(self, text: str) -> str:
        """Return HTML as Markdown."""
        return markup.from_html(text, self.files.address)

    def tell(self, reason: str) -> None:
        """Name something that is not taken over, once."""
        told = Skipped(self.where, reason)
        if told not in self.skipped:
            self.skipped.append(told)

    def _inner(self, element: Element, leave: list[Element], without: Collection[str] = ()) -> str:
        parts = [html.escape(element.text or "", quote=False)]
        for one in element:
            parts.append(self._outer(one, leave, without))
            parts.append(html.escape(one.tail or "", quote=False))
        return "".join(parts)

    def _outer(self, element: Element, leave: list[Element], without: Collection[str]) -> str:
        name = element.tag
        if element in leave:
            mark = MARK.format(leave.index(element) + 1)
            asked = "".join(f"<div>{self._inner(one, leave)}</div>" for one in children(element, "prompt"))
            return f"{asked}<div>{mark}</div>" if asked or name == "choiceInteraction" else mark
        if name in without or name in LEFT_OUT:
            return ""
        if name in INTERACTIONS:
            return self._prompt(element, leave)
        if name.rpartition(":")[2] == "math":
            self.tell(_("a formula was taken over as plain words."))
            return html.escape(" ".join(mathml.words(element).split()), quote=False)
        if name in {"printedVariable", "templateInline", "templateBlock"}:
            self.tell(_("values that change by chance are not known here."))
        if name == "object":
            return self._object(element)
        if name == "catalogInfo":
            self.tell(_("other forms of the text, such as sign language or a glossary, were left out."))
            return ""
        inner = self._inner(element, leave, without)
        if name in {"rt", "rp"}:
            return f"({inner})" if name == "rt" else ""
        if name in {"hottext", "gap", "prompt", "infoControl"}:
            return f"<strong>{inner}</strong>" if name == "hottext" else inner
        kept = {key: value for key, value in element.attrib.items() if key in {"src", "alt", "href", "start", "title"}}
        attributes = "".join(f' {key}="{html.escape(value)}"' for key, value in kept.items())
        return f"<{name}{attributes}>" if name in VOID else f"<{name}{attributes}>{inner}</{name}>"

    def _object(self, element: Element) -> str:
        source, words = element.get("data", ""), html.escape("".join(element.itertext()).strip())
        if element.get("type", "image/").startswith("image/"):
            return f'<img src="{html.escape(source)}" alt="{words}">'
        self.tell(_("%(name)s is no picture.", name=source[:100]))
        return words

    def _prompt(self, interaction: Element, leave: list[Element]) -> str:
        """Return what stands in an interaction beside its choices: its prompt, or the text around gaps."""
        parts = [f"<div>{self._inner(one, leave)}</div>" for one in children(interaction, "prompt")]
        if interaction.tag in {"gapMatchInteraction", "hottextInteraction"}:
            without = {"prompt", "gapText", "gapImg"}
            parts.append(f"<div>{self._inner(interaction, leave, without)}</div>")
        return "".join(parts)


def feedbacks(item: Item) -> dict[str, str]:
    """Return what an item says after an answer, by the identifier that calls for it."""
    found: dict[str, str] = {}
    for one in item.element.iter():
        if one.tag in {"modalFeedback", "feedbackBlock", "feedbackInline"} and one.get("showHide", "show") == "show":
            words = item.words(one)
            key = one.get("identifier", "")
            found[key] = f"{found[key]}\n\n{words}" if found.get(key) else words
    return found


def conditions(item: Item) -> Iterator[tuple[Element, float]]:
    """Return the conditions of written-out scoring, each with the score that it sets."""
    for condition in item.processing.iter("responseCondition"):
        for branch in condition:
            if branch.tag in {"responseIf", "responseElseIf"} and len(branch):
                score = next((value for value in map(_score, branch[1:]) if value is not None), None)
                if score is not None:
                    yield branch[0], score


def _score(rule: Element) -> float | None:
    if rule.tag != "setOutcomeValue" or rule.get("identifier") not in {"SCORE", "MAXSCORE", "score"}:
        return None
    value = next(iter(rule.iter("baseValue")), None)
    try:
        return float((value.text or "").strip()) if value is not None else None
    except ValueError:
        return None


def _declaration(element: Element) -> Declaration:
    correct, mapping, areas = (child(element, name) for name in ("correctResponse", "mapping", "areaMapping"))
    right = tuple((one.text or "").strip() for one in children(correct, "value")) if correct is not None else ()
    entries = children(mapping, "mapEntry") if mapping is not None else []
    return Declaration(
        cardinality=element.get("cardinality", "single"), base_type=element.get("baseType", ""), right=right,
        mapping={one.get("mapKey", "").strip(): _float(one.get("mappedValue")) for one in entries},
        is_exact={one.get("mapKey", "").strip(): one.get("caseSensitive", "true") != "false" for one in entries},
        areas=tuple(
            (one.get("shape", ""), one.get("coords", ""), _float(one.get("mappedValue")))
            for one in (children(areas, "areaMapEntry") if areas is not None else [])
        ),
        default=_float(mapping.get("defaultValue")) if mapping is not None else 0.0,
        upper=_upper(mapping),
    )  # fmt: skip


def _upper(mapping: Element | None) -> float | None:
    text = mapping.get("upperBound") if mapping is not None else None
    return _float(text) if text else None


def _float(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e9 else 0.0
