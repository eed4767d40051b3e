"""Pure decisions about surveys."""

from lms.surveys.rules.answers import read_answers
from lms.surveys.rules.questions import Kind, new_question, require_question, with_moved, without
from lms.surveys.rules.results import FEWEST, Result, is_shown, result_of
from lms.surveys.rules.standing import Standing, follow_up_days, require_open, standing_of
from lms.surveys.rules.usual import USUAL

__all__ = [
    "FEWEST",
    "USUAL",
    "Kind",
    "Result",
    "Standing",
    "follow_up_days",
    "is_shown",
    "new_question",
    "read_answers",
    "require_open",
    "require_question",
    "result_of",
    "standing_of",
    "with_moved",
    "without",
]
