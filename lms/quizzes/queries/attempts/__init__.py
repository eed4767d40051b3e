"""Reads of attempts."""

from lms.quizzes.queries.attempts.answers import answers_beside_steps, file_names, get_answer_file, waiting_items
from lms.quizzes.queries.attempts.drafts import Draft, draft
from lms.quizzes.queries.attempts.own import (
    attempts_by_uid,
    checks_of,
    find_training_of_attempt,
    get_own_attempt,
    get_owner,
)  # fmt: skip
from lms.quizzes.queries.attempts.plans import (
    count_drawable,
    drawable,
    find_other_form,
    forms_of,
    seen_versions,
    sources,
)
from lms.quizzes.queries.attempts.seats import Seat, attempts_of, get_seat, learns, terms_of

__all__ = [
    "Draft", "Seat", "answers_beside_steps", "attempts_by_uid", "attempts_of", "checks_of", "count_drawable", "draft",
    "drawable", "file_names", "find_other_form", "find_training_of_attempt", "forms_of", "get_answer_file",
    "get_own_attempt", "get_owner", "get_seat", "learns", "seen_versions", "sources", "terms_of", "waiting_items",
]  # fmt: skip
