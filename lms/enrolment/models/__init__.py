"""Tables of enrolment."""

from lms.enrolment.models.delegations import (
    Criterion,
    Delegation,
    Nomination,
    NominationFact,
    NominationPlan,
    NominationState,
    Quota,
    Score,
)
from lms.enrolment.models.drafts import DraftState, ImportDraft

__all__ = [
    "Criterion",
    "Delegation",
    "DraftState",
    "ImportDraft",
    "Nomination",
    "NominationFact",
    "NominationPlan",
    "NominationState",
    "Quota",
    "Score",
]
