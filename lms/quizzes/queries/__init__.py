"""Reads of quizzes."""

from lms.quizzes.queries.bank import latest_versions, module_questions, question_text, tags_of
from lms.quizzes.queries.scores import best_fraction

__all__ = ["best_fraction", "latest_versions", "module_questions", "question_text", "tags_of"]
