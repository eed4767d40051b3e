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
from lms.surveys.actions.mentors import move_mentors, name_mentor, unname_mentor
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
    "move_mentors",
    "name_mentor",
    "plan_follow_ups",
    "save_form",
    "unname_mentor",
]
