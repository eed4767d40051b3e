"""Pure decisions about surveys."""

from lms.surveys.rules.results import FEWEST, is_shown, mean_of
from lms.surveys.rules.standing import Standing, follow_up_days, require_open, standing_of
from lms.surveys.rules.usual import USUAL, USUAL_OF_MENTORS

__all__ = [
    "FEWEST",
    "USUAL",
    "USUAL_OF_MENTORS",
    "Standing",
    "follow_up_days",
    "is_shown",
    "mean_of",
    "require_open",
    "standing_of",
]
