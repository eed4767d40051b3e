"""What operations decide and say."""

from lms.operations.rules.acts import ACTS, act_name, acts_named
from lms.operations.rules.fields import FIELDS
from lms.operations.rules.subjects import FACTS, SUBJECTS, subject_name, subjects_named
from lms.operations.rules.told import Row, facts_said, facts_told, rows_meant
from lms.operations.rules.values import TOLD, Coded, told_by
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
    "FIELDS",
    "INTERNAL",
    "JOB_NAMES",
    "ROOT",
    "STATE_KINDS",
    "STATE_NAMES",
    "SUBJECTS",
    "TOLD",
    "Coded",
    "Finding",
    "Row",
    "act_name",
    "acts_named",
    "facts_said",
    "facts_told",
    "has_ended",
    "job_name",
    "problem_in_words",
    "require_failed",
    "rows_meant",
    "subject_name",
    "subjects_named",
    "told_by",
    "version",
]
