"""Writes of quizzes."""

from lms.quizzes.actions.attempts import close_if_over, close_overdue, hand_in_open, start, submit
from lms.quizzes.actions.kind import QUIZ
from lms.quizzes.actions.question_part import QUESTIONS
from lms.quizzes.actions.steps import Outcome, save

__all__ = ["QUESTIONS", "QUIZ", "Outcome", "close_if_over", "close_overdue", "hand_in_open", "save", "start", "submit"]
