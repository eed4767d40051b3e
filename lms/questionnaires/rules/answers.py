"""What somebody sent, read against the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from lms.core import numbers
from lms.core.names import clean, clean_text
from lms.questionnaires.rules.questions import CHOOSING, STEPS, Kind, options_of
from lms.web.forms import two_readings
from lms.web.i18n import decimal_mark

MOST_LINE: Final = 200
MOST_TEXT: Final = 2000
MOST_BYTES: Final = 5 * 1024 * 1024
_STARTS: Final = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True)
class Upload:
    """A file that answers a question, not kept yet."""

    name: str
    data: bytes

    @property
    def media_type(self) -> str:
        """What its first bytes say that it is; empty for what we do not take."""
        return next((kind for start, kind in _STARTS.items() if self.data.startswith(start)), "")

    @property
    def problem(self) -> str:
        """Why it is not taken, in the reader's words; empty for one that is."""
        if len(self.data) > MOST_BYTES:
            return str(_("The file is larger than 5 MB."))
        return "" if self.media_type else str(_("Choose a PDF, a JPEG or a PNG file."))


@dataclass(frozen=True)
class Reply:
    """What a form sent: texts by key, and files by key."""

    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    uploads: Mapping[str, Upload] = field(default_factory=dict)


class _Wrong(Exception):
    """What is wrong with an answer, in the reader's words."""


def read_answers(
    questions: Sequence[Mapping[str, Any]],
    sent: Mapping[str, Sequence[str]],
    uploads: Mapping[str, Upload] | None = None,
    *,
    before: Mapping[str, Any] | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the answers by key, and what is wrong by key.

    An answer is a text, a whole number, a step of a scale, the key of a choice (or a sorted list of them), a day as
    ISO text, True for an agreement, an Upload; a file that was kept `before` stays where no other one is sent.
    """
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        key = question["key"]
        try:
            given = [value for value in sent.get(key, ()) if value.strip()]
            answer = (
                _file(key, uploads or {}, before or {}) if question["kind"] == Kind.FILE else _read(question, given)
            )
        except _Wrong as problem:
            wrong[key] = str(problem)
            continue
        if answer in (None, "", []):
            if question["required"]:
                wrong[key] = _please(question["kind"])
        else:
            answers[key] = answer
    return answers, wrong


def _read(question: Mapping[str, Any], values: Sequence[str]) -> Any:
    kind = question["kind"]
    if kind in CHOOSING or kind == Kind.SCALE:
        return _chosen(question, values)
    if kind == Kind.CONSENT:
        return True if values else None
    first = values[0] if values else ""
    if kind == Kind.NUMBER:
        return _number(question, first)
    if kind == Kind.DAY:
        return _day(first)
    return _text(first, long=kind == Kind.TEXT)


def _chosen(question: Mapping[str, Any], values: Sequence[str]) -> Any:
    allowed = range(1, STEPS + 1) if question["kind"] == Kind.SCALE else options_of(question)
    chosen = sorted({int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 7})
    if len(chosen) != len(values) or any(one not in allowed for one in chosen):
        raise _Wrong(_("Choose one of the answers."))
    if question["kind"] == Kind.CHOICES:
        return chosen
    if len(chosen) > 1:
        raise _Wrong(_("Choose one of the answers."))
    return chosen[0] if chosen else None


def _text(value: str, *, long: bool) -> str:
    text, most = (clean_text(value), MOST_TEXT) if long else (clean(value), MOST_LINE)
    if len(text) > most:
        raise _Wrong(_("At most %(n)s characters.", n=most))
    return text


def _number(question: Mapping[str, Any], value: str) -> int | None:
    if not value.strip():
        return None
    try:
        number = numbers.read_whole(value, decimal_mark=decimal_mark())
    except numbers.TwoReadings as error:
        raise _Wrong(two_readings(value)) from error
    except numbers.NotANumber as error:
        raise _Wrong(_("Write a whole number.")) from error
    least, most = question["least"], question["most"]
    if least is not None and number < least:
        raise _Wrong(_("At least %(n)s.", n=least))
    if most is not None and number > most:
        raise _Wrong(_("At most %(n)s.", n=most))
    return number


def _day(value: str) -> str | None:
    if not value.strip():
        return None
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise _Wrong(_("Write a day like 2019-10-28.")) from error
    if not 1900 <= day.year <= 2199:
        raise _Wrong(_("This year cannot be right."))
    return day.isoformat()


def _file(key: str, uploads: Mapping[str, Upload], before: Mapping[str, Any]) -> Any:
    upload = uploads.get(key)
    if upload is None or not upload.data:
        return before.get(key)
    if upload.problem:
        raise _Wrong(upload.problem)
    return upload


def _please(kind: str) -> str:
    if kind == Kind.CONSENT:
        return str(_("Tick this to go on."))
    return str(_("Choose a file.") if kind == Kind.FILE else _("Please answer this question."))
