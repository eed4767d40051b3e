"""What belongs together: pairs, an order, words in gaps."""

from xml.etree.ElementTree import SubElement

from lms.quizzes.formats.gift.answers import GRADINGS
from lms.quizzes.formats.moodle.writing.target import Target
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

ORDERINGS = {"place": "ABSOLUTE_POSITION"} | {v: k for k, v in reversed(GRADINGS.items()) if v != "place"}


def matching(target: Target, question: QuestionText) -> None:
    """Write pairs."""
    target.plain("shuffleanswers", str(not question.settings.get("keeps_order")).lower())
    words = {one["key"]: one["text"] for one in question.settings["choices"]}
    rows = [(one["text"], one["right"][0]) for one in question.options]
    rows += [("", key) for key in words if key not in {right for _left, right in rows}]
    for left, right in rows:
        made = target.text("subquestion", left)
        answer = target.words("answer", words[right], made)
        answer.set("format", "markdown")


def ordering(target: Target, question: QuestionText) -> None:
    """Write things in their order."""
    target.plain("layouttype", "VERTICAL")
    target.plain("selecttype", "ALL")
    target.plain("selectcount", 0)
    target.plain("gradingtype", ORDERINGS[question.settings.get("grading", "place")])
    target.plain("showgrading", "SHOW")
    target.plain("numberingstyle", "none")
    for place, option in enumerate(question.options, 1):
        target.text("answer", option["text"], fraction=f"{place}.0000000")


def gaps(target: Target, question: QuestionText) -> None:
    """Write what fills the gaps of a text."""
    target.plain("shuffleanswers", 0 if question.settings.get("keeps_order") else 1)
    name = "dragbox" if question.type == QuestionType.DRAGWORDS else "selectoption"
    for one in question.settings["choices"]:
        made = target.text(name, one["text"])
        target.plain("group", one.get("group", "1"), made)
        if one.get("many") and name == "dragbox":
            SubElement(made, "infinite")
