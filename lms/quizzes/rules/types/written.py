"""What a person must mark (an essay, files), and what asks nothing (a description)."""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core.names import writable
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.types.base import Fields, Gradable, Grade, Kind

LONGEST_ESSAY = 50_000
BESIDE = "on-paper"  # stands for the uid of a file where the work was handed in beside an answer sheet
FILE_KINDS = ("pdf", "docx", "xlsx", "pptx", "jpg", "png", "webp", "txt", "mp3", "mp4")
MOST_FILES = 10


class Marked(Kind):
    """A type that waits for a person. Setting `rubric`: [{key, text, levels: [{points, text}]}]."""

    shuffles = False

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        for row in question.settings.get("rubric", ()):
            levels = row.get("levels", ())
            if len(levels) < 2 or not all(_is_points(one.get("points")) for one in levels):
                yield _("each row of the rubric needs two levels or more, with points.")

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Leave it to a person."""
        return Grade(0.0, needs_marking=True)

    def right(self, question: Gradable) -> None:
        """Nobody can tell."""
        return

    def shown(self, question: Gradable) -> list[str]:
        """Nothing is shown."""
        return []


class Essay(Marked):
    """A text. Settings `least_words`, `most_words`, `lines`, `template`."""

    name = QuestionType.ESSAY

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from super().problems(question)
        least, most = (question.settings.get(key) or 0 for key in ("least_words", "most_words"))
        if most and least > most:
            yield _("the least number of words is larger than the most.")

    def clean(self, question: Gradable, response: Any) -> str | None:
        """Return the text; the template as it was given says nothing."""
        if isinstance(response, list):
            response = response[0] if len(response) == 1 else None
        if not isinstance(response, str):
            return None
        text = re.sub(r"\r\n?", "\n", writable(response)).strip()[:LONGEST_ESSAY].rstrip()
        return None if text == re.sub(r"\r\n?", "\n", str(question.settings.get("template", ""))).strip() else text

    def say(self, question: Gradable, response: Any) -> str:
        """Say the text."""
        return str(response)


class File(Marked):
    """Files, named by the uids of what was sent. Settings `most_files` (1), `kinds` (all of FILE_KINDS)."""

    name = QuestionType.FILE

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        yield from super().problems(question)
        if set(question.settings.get("kinds", ())) - set(FILE_KINDS):
            yield _("files of that kind are not taken.")
        if not 1 <= int(question.settings.get("most_files", 1)) <= MOST_FILES:
            yield _("at most %(n)s files can be asked for.", n=MOST_FILES)

    def clean(self, question: Gradable, response: Any) -> list[str] | None:
        """Return the uids, each once, as many as may be handed in."""
        if not isinstance(response, list):
            return None
        uids = list(dict.fromkeys(uid for uid in response if isinstance(uid, str) and 0 < len(uid) <= 36))
        return uids[: int(question.settings.get("most_files", 1))] or None

    def say(self, question: Gradable, response: Any) -> str:
        """Say how many there are."""
        if response == [BESIDE]:
            return str(_("handed in on paper"))
        return str(ngettext("one file", "%(num)s files", len(response)))

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read the uids of the files that are kept."""
        return fields("")


class Description(Kind):
    """Words between questions; nothing is asked."""

    name = QuestionType.DESCRIPTION
    shuffles = False

    def problems(self, question: Gradable) -> Iterator[str]:
        """Nothing can be wrong."""
        yield from ()

    def clean(self, question: Gradable, response: Any) -> None:
        """Nothing is said."""
        return

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Nothing is graded."""
        return Grade(0.0)

    def right(self, question: Gradable) -> None:
        """Nothing is right."""
        return

    def say(self, question: Gradable, response: Any) -> str:
        """Nothing is said."""
        return ""


def count_words(text: str) -> int:
    """Return the number of words of a text."""
    return len(text.split())


def find_wrong_length(question: Gradable, response: Any) -> str | None:
    """Say why an essay is too long or too short for its question, or None; none at all is no essay."""
    if question.type != QuestionType.ESSAY or not isinstance(response, str):
        return None
    words = count_words(response)
    least, most = (int(question.settings.get(key) or 0) for key in ("least_words", "most_words"))
    if most and words > most:
        return str(_("at most %(most)s words are asked for, and there are %(n)s.", most=most, n=words))
    if words < least:
        return str(_("at least %(least)s words are asked for, and there are %(n)s.", least=least, n=words))
    return None


def _is_points(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1000


ESSAY, FILE, DESCRIPTION = Essay(), File(), Description()
