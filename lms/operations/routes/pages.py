"""Where the rows that the trail names stand on the screens."""

from typing import Final

from flask import url_for

from lms.operations import permissions
from lms.operations.rules import Row
from lms.web import guard

PAGES: Final[dict[str, str]] = {
    "action_plan": "monitoring_staff.show_plan",
    "activity_report": "monitoring_staff.show_report",
    "attempt": "quizzes_staff.attempt",
    "bank_entry": "quizzes_staff.edit_question",
    "certificate": "certificates_staff.certificate",
    "issue_batch": "certificates_staff.batch",
    "job": "operations_learner.show_job",
    "lesson": "catalogue_staff.module",
    "meeting": "monitoring_staff.show_meeting",
    "module": "catalogue_staff.module",
    "nomination": "enrolment_staff.nomination",
    "office": "places_staff.office",
    "participation": "trainings_staff.participation",
    "person": "accounts_staff.person",
    "programme": "places_staff.programme",
    "region": "places_staff.region",
    "role_grant": "accounts_staff.person",
    "session": "attendance_staff.show_roll",
    "survey": "surveys_staff.show",
    "survey_form": "surveys_staff.show_form",
    "team": "accounts_staff.team",
    "training": "trainings_staff.show",
    "training_file": "trainings_staff.show_file",
    "training_group": "enrolment_staff.group",
    "training_session": "attendance_staff.show_roll",
}

NOT_FOR_AUDITORS: Final = {"bank_entry", "job", "nomination", "programme", "survey_form", "training_group"}
"""These have only a page on which one changes them."""


def page_of(row: Row) -> str:
    """Return the address of a row's page; empty where it has none, or none for who reads."""
    if not row.address or row.kind not in PAGES:
        return ""
    if row.kind in NOT_FOR_AUDITORS and not permissions.may_run(guard.principal()):
        return ""
    if row.kind == "programme":
        return url_for(PAGES[row.kind], slug=row.address)
    return url_for(PAGES[row.kind], uid=row.address)
