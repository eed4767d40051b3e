"""Writes of enrolment."""

from lms.enrolment.actions.confirm import confirm, run_import, take_back
from lms.enrolment.actions.drafts import change_rows, discard, leave_out_bad, make_draft
from lms.enrolment.actions.one import add_person
from lms.enrolment.actions.registration import register, register_visitor

__all__ = [
    "add_person",
    "change_rows",
    "confirm",
    "discard",
    "leave_out_bad",
    "make_draft",
    "register",
    "register_visitor",
    "run_import",
    "take_back",
]
