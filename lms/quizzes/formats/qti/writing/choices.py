"""Choices of one or several, and things in order."""

from xml.etree.ElementTree import SubElement

from lms.quizzes.formats import building
from lms.quizzes.formats.qti.writing.scoring import if_placed, mapped
from lms.quizzes.formats.qti.writing.target import Target, shuffles
from lms.quizzes.models import QuestionType


def choice(target: Target) -> None:
    """Write a choice of one or several, or a statement that is right or wrong."""
    question = target.question
    target.blocks(question.text, target.body)
    is_single = question.type != QuestionType.MULTIPLE
    keys = ["true", "false"] if question.type == QuestionType.TRUEFALSE else [
        f"C{n}" for n in range(1, len(question.options) + 1)
    ]  # fmt: skip
    shares = building.shares_of(question)
    right = [key for key, share in zip(keys, shares, strict=True) if share > 0]
    right = [keys[shares.index(max(shares))]] if is_single else right
    declaration = target.declare("RESPONSE", "single" if is_single else "multiple", "identifier", right)
    if question.settings.get("all_or_nothing") or (is_single and not any("share" in one for one in question.options)):
        target.template = "match_correct"
    else:
        mapped(declaration, zip(keys, shares, strict=True))
        target.template = "map_response"
    made = SubElement(target.body, "choiceInteraction", responseIdentifier="RESPONSE",
                      shuffle=shuffles(question.settings), maxChoices="1" if is_single else "0")  # fmt: skip
    for key, option in zip(keys, question.options, strict=True):
        target.blocks(option["text"], SubElement(made, "simpleChoice", identifier=key))
        target.say(key, option.get("feedback") or "")


def ordering(target: Target) -> None:
    """Write things to put in order: the whole order counts, or each place."""
    question = target.question
    target.blocks(question.text, target.body)
    keys = [f"C{one['key']}" for one in question.options]
    target.declare("RESPONSE", "ordered", "identifier", keys)
    if question.settings.get("grading") == "exact":
        target.template = "match_correct"
    else:
        target.scoring = [if_placed(n, key, 1 / len(keys)) for n, key in enumerate(keys, 1)]
    made = SubElement(target.body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for key, one in sorted(zip(keys, question.options, strict=True), key=lambda row: row[0]):
        target.blocks(one["text"], SubElement(made, "simpleChoice", identifier=key))
