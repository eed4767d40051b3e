"""Decisions of quizzes: grading, forms, gains, deadlines."""

from lms.quizzes.rules.scores import counting

__all__ = ["counting"]
