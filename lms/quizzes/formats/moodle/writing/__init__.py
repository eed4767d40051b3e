"""What each type adds to its question."""

from collections.abc import Callable, Mapping

from lms.quizzes.formats.moodle.writing.choices import choice, true_false
from lms.quizzes.formats.moodle.writing.pairs import gaps, matching, ordering
from lms.quizzes.formats.moodle.writing.pictures import hotspot, onto_picture
from lms.quizzes.formats.moodle.writing.target import Target, safe
from lms.quizzes.formats.moodle.writing.typed import essay, typed
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.question_file import QuestionText

__all__ = ["WRITERS", "Target", "safe"]


def nothing(_target: Target, _question: QuestionText) -> None:
    """Add nothing: the text says it all."""


WRITERS: Mapping[QuestionType, Callable[[Target, QuestionText], None]] = {
    QuestionType.SINGLE: choice, QuestionType.MULTIPLE: choice, QuestionType.TRUEFALSE: true_false,
    QuestionType.SHORTANSWER: typed, QuestionType.NUMERICAL: typed, QuestionType.MATCHING: matching,
    QuestionType.ORDERING: ordering, QuestionType.CLOZE: nothing, QuestionType.GAPSELECT: gaps,
    QuestionType.DRAGWORDS: gaps, QuestionType.DRAGPICTURE: onto_picture, QuestionType.HOTSPOT: hotspot,
    QuestionType.ESSAY: essay, QuestionType.FILE: essay, QuestionType.DESCRIPTION: nothing,
}  # fmt: skip
