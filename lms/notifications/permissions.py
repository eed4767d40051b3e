"""Who reads what the people of a training were told: whoever runs it."""

from typing import Any

from lms.core.principals import Principal
from lms.trainings import queries as trainings


def runs_training(principal: Principal, training: Any) -> bool:
    """Tell whether a principal may write to the people of a training."""
    return trainings.may_run(principal, training.id)
