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
from lms.enrolment.models.groups import GroupMember, TrainingGroup
from lms.enrolment.models.questions import Answer, Chosen, OwnQuestions

__all__ = [
    "Answer",
    "Chosen",
    "Criterion",
    "Delegation",
    "DraftState",
    "GroupMember",
    "ImportDraft",
    "Nomination",
    "NominationFact",
    "NominationPlan",
    "NominationState",
    "OwnQuestions",
    "Quota",
    "Score",
    "TrainingGroup",
]
