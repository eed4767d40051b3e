"""Decisions of quizzes: grading, forms and draws, deadlines, gains, question files."""

from lms.quizzes.rules.grading import Grade, Question, clean_response, grade, right_answers
from lms.quizzes.rules.plans import Planned, Source, choose_form, deadline, is_late, option_order, plan, total
from lms.quizzes.rules.scores import Gains, counting, gains, normalised_gain

__all__ = [
    "Gains", "Grade", "Planned", "Question", "Source", "choose_form", "clean_response", "counting", "deadline", "gains",
    "grade", "is_late", "normalised_gain", "option_order", "plan", "right_answers", "total",
]  # fmt: skip
