"""What operations decide and say."""

from lms.operations.rules.acts import ACTS, act_name, acts_named
from lms.operations.rules.subjects import FACTS, SUBJECTS, facts_said, subject_name, subjects_named
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
    "FACTS",
    "INTERNAL",
    "JOB_NAMES",
    "ROOT",
    "STATE_KINDS",
    "STATE_NAMES",
    "SUBJECTS",
    "Finding",
    "act_name",
    "acts_named",
    "facts_said",
    "has_ended",
    "job_name",
    "problem_in_words",
    "require_failed",
    "subject_name",
    "subjects_named",
    "version",
]
