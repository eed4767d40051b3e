"""Writes of quizzes."""

from lms.quizzes.actions.kind import QUIZ

__all__ = ["QUIZ"]
