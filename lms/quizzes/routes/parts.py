"""Parts of quizzes on pages of others."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.quizzes import queries
from lms.quizzes.models import Attempt


def told_answers(facts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Put answers as devices sent them into words: whose, and of which quiz."""
    return _all_told(facts, _("An answer"))


def told_hand_ins(facts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Put attempts that were handed in on a device into words."""
    return _all_told(facts, _("Handed in without a line"))


def _all_told(facts: Sequence[Mapping[str, Any]], what: str) -> list[tuple[str, str]]:
    """Tell of facts by their attempts alone, which each that is kept names."""
    read = [UUID(data["attempt"]) for data in facts]
    known = queries.attempts_by_uid(read)
    return [_told(known.get(uid), what) for uid in read]


def _told(attempt: Attempt | None, what: str) -> tuple[str, str]:
    if attempt is None:
        return "–", what
    return f"{attempt.participation.name_shown}: {attempt.quiz.lesson.title}", what
