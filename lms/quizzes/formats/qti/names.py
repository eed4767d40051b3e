"""QTI 3 says what QTI 2 says under other names: qti-choice-interaction is choiceInteraction, max-choices maxChoices."""

import re
from hashlib import sha256
from xml.etree.ElementTree import Element

from lms.quizzes.formats.safety import local

PREFIX = "qti-"
ORIGINAL = ".pelita.json"
HTML = {"data-", "aria-"}
OWN = {  # what is QTI's, not HTML's
    "assessmentItem", "responseDeclaration", "correctResponse", "value", "mapping", "mapEntry", "areaMapping",
    "areaMapEntry", "outcomeDeclaration", "defaultValue", "itemBody", "choiceInteraction", "simpleChoice",
    "orderInteraction", "matchInteraction", "simpleMatchSet", "simpleAssociableChoice", "gapMatchInteraction", "gap",
    "gapText", "gapImg", "graphicGapMatchInteraction", "associableHotspot", "selectPointInteraction",
    "inlineChoiceInteraction", "inlineChoice", "textEntryInteraction", "extendedTextInteraction",
    "uploadInteraction", "rubricBlock", "contentBody", "responseProcessing", "responseCondition", "responseIf",
    "responseElseIf", "responseElse", "match", "equal", "index", "variable", "correct", "baseValue", "sum", "product",
    "mapResponse", "mapResponsePoint", "setOutcomeValue", "multiple", "modalFeedback", "prompt",
}  # fmt: skip
_HUMP = re.compile(r"-([a-z0-9])")
_UPPER = re.compile(r"(?<!^)([A-Z])")


def as_two(element: Element) -> Element:
    """Return an element with all its names as QTI 2 has them, without namespaces."""
    name = local(element)
    is_ours = name.startswith(PREFIX)
    made = Element(_humped(name.removeprefix(PREFIX)) if is_ours else name)
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        is_plain = plain.startswith(tuple(HTML)) or not is_ours
        made.set(plain if is_plain else _humped(plain), value)
    made.text, made.tail = element.text, element.tail
    made.extend(as_two(child) for child in element)
    return made


def as_three(element: Element) -> Element:
    """Return an element of QTI 2 with the names of QTI 3."""
    is_own = element.tag in OWN
    made = Element(f"{PREFIX}{_dashed(element.tag)}" if is_own else element.tag)
    for key, value in element.attrib.items():
        made.set(_dashed(key) if is_own and ":" not in key and "{" not in key else key, value)
    made.text, made.tail = element.text, element.tail
    made.extend(as_three(child) for child in element)
    return made


def _humped(name: str) -> str:
    return _HUMP.sub(lambda found: found[1].upper(), name)


def _dashed(name: str) -> str:
    return _UPPER.sub(lambda found: f"-{found[1].lower()}", name)


def original_of(path: str) -> str:
    """Return where in a package the bank's own words for the item of this path stand."""
    return path.removesuffix(".xml") + ORIGINAL


def mark_of(item: bytes) -> str:
    """Return the mark of an item: another one where a single byte is different."""
    return sha256(item).hexdigest()
