"""Reads of surveys."""

from lms.surveys.queries.answering import (
    find_receipt,
    get_own,
    open_evaluations,
    silent_in,
    still_evaluating,
    unanswered,
    waiting_for,
)
from lms.surveys.queries.forms import form_with_questions, forms_of, get_form, get_form_of
from lms.surveys.queries.mentors import find_mentor_response, get_spoken_of, waiting_for_mentor
from lms.surveys.queries.surveys import (
    Counted,
    counted,
    get_run_training,
    get_within,
    has_survey,
    not_answered,
    responses_of,
    results_by_survey,
    results_of,
    taught_sessions,
)

__all__ = [
    "Counted",
    "counted",
    "find_mentor_response",
    "find_receipt",
    "form_with_questions",
    "forms_of",
    "get_form",
    "get_form_of",
    "get_own",
    "get_run_training",
    "get_spoken_of",
    "get_within",
    "has_survey",
    "not_answered",
    "open_evaluations",
    "responses_of",
    "results_by_survey",
    "results_of",
    "silent_in",
    "still_evaluating",
    "taught_sessions",
    "unanswered",
    "waiting_for",
    "waiting_for_mentor",
]
