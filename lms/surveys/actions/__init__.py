"""Writes of surveys."""

from lms.surveys.actions.answers import answer, answer_as_mentor, join
from lms.surveys.actions.forms import (
    OWNER,
    archive_form,
    begin_forms,
    begin_programme,
    change_questions,
    save_form,
)
from lms.surveys.actions.surveys import change_times, hold, plan_follow_ups

__all__ = [
    "OWNER",
    "answer",
    "answer_as_mentor",
    "archive_form",
    "begin_forms",
    "begin_programme",
    "change_questions",
    "change_times",
    "hold",
    "join",
    "plan_follow_ups",
    "save_form",
]
