"""Pure decisions about progress."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Final

from lms.catalogue.rules import Evidence as EvidenceKind
from lms.trainings.models import Capacity

RULE_VERSION: Final = 1
LEARNERS: Final = frozenset({Capacity.PARTICIPANT, Capacity.FACILITATOR})

TOO_LITTLE_ATTENDANCE: Final = "attendance"
NO_POST_TEST: Final = "post_test"
LESSONS_OPEN: Final = "lessons"
NEVER_ARRIVED: Final = "arrived"
NO_EVALUATION: Final = "evaluation"
WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a decision is made from; lesson hours in hundredths, shares in percent."""

    capacity: Capacity
    attended: int = 0
    required: int = 0
    least_percent: int = 80
    needs_post_test: bool = False
    has_passed: bool = False
    is_self_paced: bool = False
    lessons_done: int = 0
    lessons_required: int = 0
    has_arrived: bool = True
    has_withdrawn: bool = False
    needs_evaluation: bool = False
    evaluations_open: int = 0

    def kept(self) -> dict[str, Any]:
        """Return these inputs as plain values for the decision's row."""
        kept = {**asdict(self), "capacity": self.capacity.value}
        if not self.needs_evaluation:  # as decisions were kept before there was this condition
            del kept["needs_evaluation"], kept["evaluations_open"]
        return kept


def decide(inputs: Inputs) -> tuple[str, ...]:
    """Return why lesson hours were not earned, empty when they were.

    Participants and facilitators need Σ attended / Σ required at least their share, and a passed post-test and
    filled evaluations where the training asks for them; trainers, moderators and organisers need to have been there.
    """
    reasons = []
    if inputs.has_withdrawn:
        reasons.append(WITHDRAWN)
    if not inputs.is_self_paced and not inputs.has_arrived:
        reasons.append(NEVER_ARRIVED)
    if inputs.capacity in LEARNERS:
        reasons += _learner_reasons(inputs)
    return tuple(reasons)


def _learner_reasons(inputs: Inputs) -> list[str]:
    reasons = []
    if inputs.is_self_paced and inputs.lessons_done < inputs.lessons_required:
        reasons.append(LESSONS_OPEN)
    if not inputs.is_self_paced and inputs.attended * 100 < inputs.required * inputs.least_percent:
        reasons.append(TOO_LITTLE_ATTENDANCE)
    if inputs.needs_post_test and not inputs.has_passed:
        reasons.append(NO_POST_TEST)
    if inputs.needs_evaluation and inputs.evaluations_open:
        reasons.append(NO_EVALUATION)
    return reasons


def is_completed(needed: EvidenceKind, kinds: Collection[EvidenceKind]) -> bool:
    """Tell whether evidence of these kinds completes a lesson whose kind needs that one."""
    return needed in kinds


def has_passed(fraction: float | None, pass_mark: int | None) -> bool:
    """Tell whether a fraction (0 to 1) reaches a pass mark in percent; without a pass mark, handing in is enough."""
    return fraction is not None and (pass_mark is None or round(fraction * 100, 6) >= pass_mark)


def ledger_change(*, posted: int, earned: int) -> int:
    """Return the lesson hours to post so that the ledger holds what was earned: 0 when it already does."""
    return earned - posted
