"""What operations decide and say."""

from lms.operations.rules.acts import ACTS, SUBJECTS, act_name, acts_named, subject_name, subjects_named
from lms.operations.rules.work import (
    INTERNAL,
    JOB_NAMES,
    ROOT,
    STATE_KINDS,
    STATE_NAMES,
    Finding,
    has_ended,
    job_name,
    problem_in_words,
    require_failed,
    version,
)

__all__ = [
    "ACTS",
    "INTERNAL",
    "JOB_NAMES",
    "ROOT",
    "STATE_KINDS",
    "STATE_NAMES",
    "SUBJECTS",
    "Finding",
    "act_name",
    "acts_named",
    "has_ended",
    "job_name",
    "problem_in_words",
    "require_failed",
    "subject_name",
    "subjects_named",
    "version",
]
