"""Short answer: options are accepted patterns {key, text, correct, share?, feedback}, tried in order."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from lms.core.names import writable
from lms.quizzes.models import QuestionType
from lms.quizzes.rules.answers import matches
from lms.quizzes.rules.types.base import Gradable, Grade, Kind, met, share_of

LONGEST_ANSWER = 500


class Typed(Kind):
    """A line of text that is compared with accepted answers."""

    shuffles = False

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""
        if not any(share_of(one) > 0 for one in question.options):
            yield _("at least one answer must be right.")
        if any(not str(one.get("text", "")).strip() for one in question.options):
            yield _("an accepted answer is empty.")

    def clean(self, question: Gradable, response: Any) -> str | None:
        """Return the text without the spaces around it."""
        if isinstance(response, list):
            response = response[0] if len(response) == 1 else None
        if not isinstance(response, str):
            return None
        return writable(response).strip()[:LONGEST_ANSWER].rstrip() or None

    def right(self, question: Gradable) -> str | None:
        """Return the first answer that earns most."""
        best = max(question.options, key=share_of, default=None)
        return str(best["text"]).replace("\\*", "\0").replace("*", "").replace("\0", "*").strip() if best else None

    def say(self, question: Gradable, response: Any) -> str:
        """Say what was typed."""
        return str(response)

    def shown(self, question: Gradable) -> list[str]:
        """Nothing is shown."""
        return []


class ShortAnswer(Typed):
    """Words by pattern: * stands for any run of characters; settings `case`, `accents` where they matter."""

    name = QuestionType.SHORTANSWER

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return the share of the first answer that fits."""
        case, accents = (bool(question.settings.get(name)) for name in ("case", "accents"))
        fits = (one for one in question.options if matches(one["text"], response, case=case, accents=accents))
        first = next(fits, None)
        return met(first) if first else Grade(0.0)


SHORTANSWER = ShortAnswer()
