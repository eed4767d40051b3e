"""Reads of quizzes."""

from lms.quizzes.queries.scores import best_fraction

__all__ = ["best_fraction"]
