"""Decisions of quizzes: grading, forms and draws, deadlines, gains, question files."""

from lms.quizzes.rules.faces import Face, face
from lms.quizzes.rules.plans import (
    Planned,
    Source,
    choose_form,
    deadline,
    is_late,
    numbered,
    passes,
    plan,
    share,
    total,
)  # fmt: skip
from lms.quizzes.rules.scores import Gains, counting, gains, normalised_gain
from lms.quizzes.rules.types import (
    Grade,
    Question,
    asked_in_words,
    clean_response,
    given,
    grade,
    number_in_words,
    option_order,
    right_answer,
    right_answers,
    right_response,
    summary,
    with_blanks,
)  # fmt: skip

__all__ = [
    "Face", "Gains", "Grade", "Planned", "Question", "Source", "asked_in_words", "choose_form", "clean_response",
    "counting", "deadline", "face", "gains", "given", "grade", "is_late", "normalised_gain", "number_in_words",
    "numbered", "option_order", "passes", "plan", "right_answer", "right_answers", "right_response", "share", "summary",
    "total", "with_blanks",
]  # fmt: skip
