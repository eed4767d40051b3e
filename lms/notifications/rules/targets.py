"""Which page a message leads to: the endpoint's name, and what fills its address."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lms.notifications.models import Notice

_UID = {
    Notice.SESSION_MOVED: "trainings_learner.show",
    Notice.SESSION_CANCELLED: "trainings_learner.show",
    Notice.TRAINING_CANCELLED: "trainings_learner.show",
    Notice.TRAINING_SOON: "trainings_learner.show",
    Notice.TRAINING_REOPENED: "trainings_learner.show",
    Notice.QUESTIONS_OPEN: "enrolment_learner.show",
    Notice.TRAINER_ASSIGNED: "trainings_staff.agenda",
    Notice.EVALUATION_OPEN: "surveys_learner.show",
    Notice.ESSAY_MARKED: "quizzes_learner.review",
    Notice.NAME_TO_CONFIRM: "certificates_learner.name",
    Notice.PAPERS_WAIT: "certificates_staff.batch",
    Notice.PAPERS_FAILED: "certificates_staff.batch",
}
_PLAIN = {
    Notice.CERTIFICATE_ISSUED: "certificates_learner.mine",
    Notice.CERTIFICATE_REPLACED: "certificates_learner.mine",
    Notice.MENTOR_ASKED: "surveys_learner.index",
    Notice.ROLE_GIVEN: "home.show",
    Notice.ROLE_EXPIRING: "accounts_learner.show",
    Notice.SIGN_IN_CHANGED: "accounts_learner.show",
}


def target(kind: Notice, about: UUID | None, facts: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return the endpoint that a message leads to with its arguments, or None."""
    if kind in {Notice.CERTIFICATE_REVOKED, Notice.CORRECTION_ANSWERED}:
        return "certificates_public.show", {"code": facts["code"]}
    if kind in _PLAIN:
        return _PLAIN[kind], {}
    endpoint = facts.get("to") or _UID.get(kind)
    return (endpoint, {"uid": about} if about else {}) if endpoint else None
