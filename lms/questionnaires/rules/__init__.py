"""Pure decisions about questionnaires."""

from lms.questionnaires.rules.answers import Reply, Upload, read_answers
from lms.questionnaires.rules.cells import as_sent, plain, read_cells, words_of
from lms.questionnaires.rules.options import option_lines, read_options
from lms.questionnaires.rules.owners import Owner, Subject
from lms.questionnaires.rules.questions import (
    CHOOSING,
    PERSONAL,
    STEPS,
    Kind,
    are_alike,
    make_question,
    options_of,
    require_question,
    with_changed,
    with_copy,
    with_moved,
    without,
)
from lms.questionnaires.rules.results import Result, result_of

__all__ = [
    "CHOOSING",
    "PERSONAL",
    "STEPS",
    "Kind",
    "Owner",
    "Reply",
    "Result",
    "Subject",
    "Upload",
    "are_alike",
    "as_sent",
    "make_question",
    "option_lines",
    "options_of",
    "plain",
    "read_answers",
    "read_cells",
    "read_options",
    "require_question",
    "result_of",
    "with_changed",
    "with_copy",
    "with_moved",
    "without",
    "words_of",
]
