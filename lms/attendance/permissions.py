"""Who may look at attendance: whoever sees the training; who may mark is asked session by session."""

from typing import Any

from lms.core.principals import Principal
from lms.trainings import queries as trainings


def may_change(principal: Principal, training: Any) -> bool:
    """Tell whether a principal may set how attendance counts in a training."""
    return trainings.may_run(principal, training.id)
