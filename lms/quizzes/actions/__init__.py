"""Writes of quizzes."""

from lms.quizzes.actions.kind import QUIZ
from lms.quizzes.actions.question_part import QUESTIONS

__all__ = ["QUESTIONS", "QUIZ"]
