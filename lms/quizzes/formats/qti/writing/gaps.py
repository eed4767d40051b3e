"""Fields and lists that stand in a text."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.formats import building, markup
from lms.quizzes.formats.qti.writing.scoring import add_mapped, mapped
from lms.quizzes.formats.qti.writing.target import Target, shuffles
from lms.quizzes.formats.qti.writing.typed import entry
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types import Question


def cloze(target: Target) -> None:
    """Write fields and lists, each worth its points: the name of its response says them."""
    question = target.question
    points = [int(one.get("points", 1)) for one in question.options]
    parts = {
        one["key"]: _part(target, f"PART{number}_W{worth}", one, worth / (sum(points) or 1))
        for number, (one, worth) in enumerate(zip(question.options, points, strict=True), 1)
    }
    target.embedded(question.text, target.body, parts)


def gap_select(target: Target) -> None:
    """Write lists of the choices of a group: the name of each response says which."""
    question = target.question
    choices = question.settings["choices"]
    keys = {one["key"]: f"C{n}" for n, one in enumerate(choices, 1)}
    parts: dict[str, Element] = {}
    for number, place in enumerate(question.options, 1):
        group = place.get("group") or "1"
        identifier = f"GAP{number}_G{group}"
        declaration = target.declare(identifier, "single", "identifier", [keys[place["right"][0]]])
        mapped(declaration, [(keys[key], 1.0) for key in place["right"]])
        target.scoring.append(add_mapped(identifier, 1 / len(question.options)))
        rows = [(keys[one["key"]], one["text"]) for one in choices if (one.get("group") or "1") == group]
        parts[place["key"]] = _list(identifier, question.settings, rows)
    target.embedded(question.text, target.body, parts)


def _part(target: Target, identifier: str, part: Mapping[str, Any], weight: float) -> Element:
    question = Question(part["type"], part["options"], part.get("settings") or {})
    if question.type in (QuestionType.SHORTANSWER, QuestionType.NUMERICAL):
        target.scoring += entry(target, identifier, question, weight)
        return Element("textEntryInteraction", responseIdentifier=identifier, expectedLength="15")
    shares = building.shares_of(question)
    keys = [f"C{n}" for n in range(1, len(shares) + 1)]
    declaration = target.declare(identifier, "single", "identifier", [keys[shares.index(max(shares))]])
    mapped(declaration, zip(keys, shares, strict=True))
    target.scoring.append(add_mapped(identifier, weight))
    rows = [(key, option["text"]) for key, option in zip(keys, question.options, strict=True)]
    return _list(identifier, question.settings, rows)


def _list(identifier: str, settings: Mapping[str, Any], rows: Iterable[tuple[str, str]]) -> Element:
    made = Element("inlineChoiceInteraction", responseIdentifier=identifier, shuffle=shuffles(settings))
    for key, text in rows:
        SubElement(made, "inlineChoice", identifier=key).text = markup.to_plain(text)
    return made
