"""What each of our types is in QTI: a declaration, an interaction, and how it is scored."""

from collections.abc import Callable

from lms.quizzes.formats.qti.writing.choices import choice, ordering
from lms.quizzes.formats.qti.writing.closing import closing
from lms.quizzes.formats.qti.writing.gaps import cloze, gap_select
from lms.quizzes.formats.qti.writing.hotspot import hotspot
from lms.quizzes.formats.qti.writing.pairs import drag_words, matching, onto_picture
from lms.quizzes.formats.qti.writing.target import Target
from lms.quizzes.formats.qti.writing.typed import description, essay, typed, upload
from lms.quizzes.models import QuestionType

__all__ = ["Target", "written"]

_WRITERS: dict[QuestionType, Callable[[Target], bool | None]] = {
    QuestionType.SINGLE: choice, QuestionType.MULTIPLE: choice, QuestionType.TRUEFALSE: choice,
    QuestionType.MATCHING: matching, QuestionType.ORDERING: ordering, QuestionType.SHORTANSWER: typed,
    QuestionType.NUMERICAL: typed, QuestionType.CLOZE: cloze, QuestionType.GAPSELECT: gap_select,
    QuestionType.DRAGWORDS: drag_words, QuestionType.DRAGPICTURE: onto_picture, QuestionType.HOTSPOT: hotspot,
    QuestionType.ESSAY: essay, QuestionType.FILE: upload, QuestionType.DESCRIPTION: description,
}  # fmt: skip


def written(target: Target) -> bool:
    """Write a question into its item; say no where QTI has nothing for it."""
    write = _WRITERS.get(QuestionType(target.question.type))
    if write is None or write(target) is False:
        return False
    closing(target)
    return True
