"""What is typed or handed in: words, numbers with their units, essays and files."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import SubElement

from lms.quizzes.formats import building
from lms.quizzes.formats.moodle.writing.target import Target, per_cent
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText


def typed(target: Target, question: QuestionText) -> None:
    """Write typed words or a number."""
    if question.type == QuestionType.SHORTANSWER:
        target.plain("usecase", 1 if question.settings.get("case") else 0)
    for option, share in zip(question.options, building.shares_of(question), strict=True):
        made = target.words("answer", option["text"])
        made.set("fraction", per_cent(share))
        target.text("feedback", option.get("feedback") or "", made)
        if question.type == QuestionType.NUMERICAL:
            target.plain("tolerance", option.get("tolerance") or 0, made)
    if question.settings.get("units"):
        _units(target, question.settings)


def essay(target: Target, question: QuestionText) -> None:
    """Write an essay, or a question for files."""
    settings, is_file = question.settings, question.type == QuestionType.FILE
    target.plain("responseformat", "noinline" if is_file else "editor")
    target.plain("responserequired", 0 if is_file else 1)
    target.plain("responsefieldlines", settings.get("lines", 15))
    target.plain("attachments", settings.get("most_files", 1) if is_file else 0)
    target.plain("attachmentsrequired", 1 if is_file else 0)
    for theirs, ours in (("minwordlimit", "least_words"), ("maxwordlimit", "most_words")):
        if settings.get(ours):
            target.plain(theirs, settings[ours])
    target.text("graderinfo", settings.get("notes", ""))
    target.text("responsetemplate", settings.get("template", ""))


def _units(target: Target, settings: Mapping[str, Any]) -> None:
    group = SubElement(target.element, "units")
    for unit in settings["units"]:
        made = SubElement(group, "unit")
        target.plain("multiplier", f"{1 / float(unit.get('factor', 1)):.12g}", made)
        target.plain("unit_name", unit["text"], made)
    target.plain("unitgradingtype", 1 if settings.get("unit") == "required" else 0)
    target.plain("unitpenalty", settings.get("unit_penalty", 1 if settings.get("unit") == "required" else 0.1))
    target.plain("showunits", 0)
