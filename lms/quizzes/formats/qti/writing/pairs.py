"""What belongs together: statements and choices, words and gaps of a text, things and places of a picture."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.formats.qti.writing.scoring import mapped
from lms.quizzes.formats.qti.writing.target import Target, shuffles


def matching(target: Target) -> None:
    """Write statements and what belongs to each as two sets."""
    question = target.question
    target.blocks(question.text, target.body)
    pairs = [f"S{one['key']} C{one['right'][0]}" for one in question.options]
    _declare(target, pairs)
    made = SubElement(target.body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true",
                      maxAssociations=str(len(pairs)))  # fmt: skip
    for rows, mark, most in ((question.options, "S", "1"), (question.settings["choices"], "C", "0")):
        group = SubElement(made, "simpleMatchSet")
        for one in rows:
            choice = SubElement(group, "simpleAssociableChoice", identifier=f"{mark}{one['key']}", matchMax=most)
            target.inline(one["text"], choice)


def drag_words(target: Target) -> None:
    """Write words that are put into gaps of a text."""
    question = target.question
    _declare(target, _placed(question.options))
    made = SubElement(
        target.body, "gapMatchInteraction", responseIdentifier="RESPONSE", shuffle=shuffles(question.settings)
    )
    _things(target, made)
    gaps = {one["key"]: Element("gap", identifier=f"G{one['key']}", matchGroup=_group(one)) for one in question.options}
    target.embedded(question.text, made, gaps)


def onto_picture(target: Target) -> None:
    """Write things that are put onto places of a picture."""
    question = target.question
    target.blocks(question.text, target.body)
    _declare(target, _placed(question.options))
    made = SubElement(target.body, "graphicGapMatchInteraction", responseIdentifier="RESPONSE")
    target.picture(made)
    _things(target, made)
    for one in question.options:
        SubElement(made, "associableHotspot", identifier=f"G{one['key']}", matchMax="1", shape=one["shape"],
                   coords=",".join(map(str, one["coords"])), matchGroup=_group(one))  # fmt: skip


def _declare(target: Target, pairs: Sequence[str]) -> None:
    """Declare the right pairs: all of them count together, or each its part."""
    declaration = target.declare("RESPONSE", "multiple", "directedPair", pairs)
    if target.question.settings.get("all_or_nothing"):
        target.template = "match_correct"
        return
    mapped(declaration, [(pair, 1 / len(pairs)) for pair in pairs])
    target.template = "map_response"


def _placed(places: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"C{one['right'][0]} G{one['key']}" for one in places]


def _things(target: Target, into: Element) -> None:
    for one in target.question.settings["choices"]:
        most = "0" if one.get("many") else "1"
        made = SubElement(into, "gapText", identifier=f"C{one['key']}", matchMax=most, matchGroup=_group(one))
        target.inline(one["text"], made)


def _group(one: Mapping[str, Any]) -> str:
    return f"M{one.get('group') or '1'}"
