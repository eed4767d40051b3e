"""What is chosen, and whether a statement is true."""

from collections.abc import Mapping
from typing import Any

from lms.quizzes.formats import building
from lms.quizzes.formats.moodle.writing.target import Target, per_cent
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText


def choice(target: Target, question: QuestionText) -> None:
    """Write a single or multiple choice."""
    target.plain("single", str(question.type == QuestionType.SINGLE).lower())
    target.plain("shuffleanswers", str(not question.settings.get("keeps_order")).lower())
    target.plain("answernumbering", "abc")
    for option, share in zip(question.options, building.shares_of(question), strict=True):
        _answer(target, option, share)


def true_false(target: Target, question: QuestionText) -> None:
    """Write a statement."""
    for word, option in zip(("true", "false"), question.options, strict=True):
        made = target.words("answer", word)
        made.set("fraction", "100" if option.get("correct") else "0")
        target.text("feedback", option.get("feedback") or "", made)


def _answer(target: Target, option: Mapping[str, Any], share: float) -> None:
    made = target.text("answer", option["text"], fraction=per_cent(share))
    target.text("feedback", option.get("feedback") or "", made)
