"""Reads of quizzes."""

from lms.quizzes.queries.attempts import (
    Seat, attempts_of, drawable, find_other_form, forms_of, get_own_attempt, get_seat, items_of, learns, seen_versions,
    sources, versions_by_id,
)  # fmt: skip
from lms.quizzes.queries.bank import latest_versions, module_questions, question_text, tags_of
from lms.quizzes.queries.scores import best_fraction

__all__ = [
    "Seat", "attempts_of", "best_fraction", "drawable", "find_other_form", "forms_of", "get_own_attempt", "get_seat",
    "items_of", "latest_versions", "learns", "module_questions", "question_text", "seen_versions", "sources", "tags_of",
    "versions_by_id",
]  # fmt: skip
