"""What is typed or handed in: words, numbers, essays and files; and a text that asks nothing."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.writing.scoring import add_mapped, if_near, mapped
from lms.quizzes.formats.qti.writing.target import Target
from lms.quizzes.models import QuestionType


def typed(target: Target) -> None:
    """Write a field for words or a number."""
    question = target.question
    target.blocks(question.text, target.body)
    target.scoring = entry(target, "RESPONSE", question, 1.0)
    if target.scoring and question.type == QuestionType.SHORTANSWER:
        target.scoring, target.template = [], "map_response"
    SubElement(SubElement(target.body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="30")


def entry(target: Target, identifier: str, question: Any, weight: float) -> list[Element]:
    """Declare a typed answer and return the rules that score it."""
    shares = building.shares_of(question)
    texts = [str(one["text"]).replace("\\*", "*") for one in question.options]
    best = shares.index(max(shares))
    if question.type == QuestionType.NUMERICAL:
        target.declare(identifier, "single", "float", [texts[best]])
        return [if_near(identifier, question.options, shares, weight)]
    declaration = target.declare(identifier, "single", "string", [texts[best]])
    mapping = mapped(declaration, zip(texts, shares, strict=True))
    for one in mapping:
        one.set("caseSensitive", "true" if question.settings.get("case") else "false")
    return [add_mapped(identifier, weight)]


def essay(target: Target) -> None:
    """Write a field for a long text, with notes for those who mark it."""
    question = target.question
    if notes := question.settings.get("notes"):
        block = SubElement(target.body, "rubricBlock", view="scorer")
        target.blocks(notes, SubElement(block, "contentBody") if target.is_three else block)
    target.blocks(question.text, target.body)
    target.declare("RESPONSE", "single", "string")
    made = SubElement(target.body, "extendedTextInteraction", responseIdentifier="RESPONSE")
    if question.settings.get("lines"):
        made.set("expectedLines", str(question.settings["lines"]))


def upload(target: Target) -> None:
    """Write a question for a file."""
    target.blocks(target.question.text, target.body)
    target.declare("RESPONSE", "single", "file")
    SubElement(target.body, "uploadInteraction", responseIdentifier="RESPONSE")


def description(target: Target) -> None:
    """Write a text that asks nothing."""
    target.blocks(target.question.text, target.body)
