"""What all types of questions share."""

import html as markup
import random
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, Protocol

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale

from lms.quizzes.models import QuestionType

Option = Mapping[str, Any]
Response = None | str | list[str] | dict[str, Any]
Fields = Callable[[str], list[str]]
FEEDBACKS = ("right_feedback", "partly_feedback", "wrong_feedback")
_GAP = re.compile(r"\[\[([a-z0-9]{1,20})\]\]")
_IMAGE = re.compile(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>')
_TAG = re.compile(r"<[^>]+>")


class Gradable(Protocol):
    """What grading needs of a question: a version of the bank has it."""

    @property
    def type(self) -> str:
        """The question's type."""

    @property
    def text(self) -> str:
        """What is asked, in Markdown; [[key]] stands where a gap is."""

    @property
    def options(self) -> Sequence[Option]:
        """Its options, accepted answers, places or parts."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """What its type lets an author choose."""


@dataclass(frozen=True)
class Question:
    """A question outside the bank, for previews, parts of a cloze and tests."""

    type: str
    options: Sequence[Option] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class Grade:
    """What a response is worth, between -1 and 1.

    `feedback` and `met` are those of the options that it met; `parts` gives the fraction of each place or part by key;
    `needs_marking`: a person must decide, the fraction is none yet.
    """

    fraction: float
    feedback: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    needs_marking: bool = False


class Kind(Protocol):
    """A type of question, whole only with all of these. `grade`, `say` are given cleaned responses only."""

    name: QuestionType
    shuffles: bool | None = None  # None: as the quiz says; True: always, since its own order is the key; False: never

    def problems(self, question: Gradable) -> Iterator[str]:
        """Tell why a question cannot be asked."""

    def clean(self, question: Gradable, response: Any) -> Response:
        """Return a response in this type's shape, or None where it says nothing."""

    def grade(self, question: Gradable, response: Any) -> Grade:
        """Return what a response is worth."""

    def right(self, question: Gradable) -> Response:
        """Return a response that earns everything, or None where a person must decide."""

    def say(self, question: Gradable, response: Any) -> str:
        """Say a response in words."""

    def given(self, question: Gradable, fields: Fields) -> Any:
        """Read a response from a form: `fields(suffix)` gives the values of the question's controls."""
        values = fields("")
        return values[0] if values else None

    def shown(self, question: Gradable) -> list[str]:
        """Return the keys of what stands in an order that may be shuffled."""
        return [option["key"] for option in question.options]

    def order(self, question: Gradable, *, chance: int, shuffle: bool) -> list[str]:
        """Return those keys in the order in which one person sees them."""
        found = self.shown(question)
        wanted = shuffle and not question.settings.get("keeps_order") if self.shuffles is None else self.shuffles
        if wanted:
            random.Random(chance).shuffle(found)  # noqa: S311 - a shuffle that must come out the same again
        return found


def share_of(option: Option) -> float:
    """Return the part of the points that an option earns, from -1 to 1."""
    return min(1.0, max(-1.0, float(option.get("share", 1.0 if option.get("correct") else 0.0))))


def met(option: Option) -> Grade:
    """Return the grade of a response that met one option."""
    return Grade(share_of(option), feedback_of([option]), (option["key"],))


def feedback_of(options: Sequence[Option]) -> tuple[str, ...]:
    """Return what options say to those who chose them."""
    return tuple(option["feedback"] for option in options if option.get("feedback"))


def gaps(text: str) -> list[str]:
    """Return the keys of the gaps in a text, in order."""
    return _GAP.findall(text)


def pieces(html: str) -> list[str]:
    """Cut a drawn text at its gaps: text, key, text, key, … text."""
    return _GAP.split(html)


def key_of(text: str, taken: Collection[str]) -> str:
    """Return a key that tells nothing of where its text stands among others, and is not taken."""
    keys = (sha256(f"{number}{text}".encode()).hexdigest()[:8] for number in range(1000))
    return next(key for key in keys if key not in taken)


def masks(options: Sequence[Option]) -> dict[str, str]:
    """Return what a page calls each option, by its key: keys may tell in which order they were written."""
    found: dict[str, str] = {}
    for one in options:
        found[one["key"]] = key_of(str(one.get("text", "")), found.values())
    return found


def unmasked(options: Sequence[Option], values: Sequence[str]) -> list[str]:
    """Return the keys that a page's values stand for; what is no mask stays as it is."""
    known = {mask: key for key, mask in masks(options).items()}
    return [known.get(value, value) for value in values]


@lru_cache(maxsize=4096)
def plain(html: str) -> str:
    """Return drawn text as words, with the words of its pictures."""
    words = _TAG.sub(" ", _IMAGE.sub(lambda found: f" {found[1]} ", html))
    return " ".join(markup.unescape(words).split())


def asked_in_words(question: Any) -> str:
    """Return what a version asks on one line, as lists name it: a picture is its words, a gap a blank."""
    return _GAP.sub("____", plain(question.html or question.text))


def with_blanks(html: str) -> str:
    """Return a drawn text whose gaps are numbered blanks."""
    return _GAP.sub(r"<strong>(\1)</strong>", html)


def number_in_words(number: Any) -> str:
    """Return a number with the decimal mark of the reader's language."""
    locale = get_locale()
    return str(number).replace(".", get_decimal_symbol(locale)) if locale else str(number)


def words_of(row: Option) -> str:
    """Return the words of an option or a choice."""
    return plain(row["html"]) if row.get("html") else str(row.get("text", ""))


def with_html(value: Any, draw: Callable[[str], str], address: Callable[[str], str]) -> Any:
    """Return options or settings with every text drawn beside it, and the address of their picture.

    What calls itself drawn and comes from outside is left out: nobody has made it safe.
    """
    if isinstance(value, list | tuple):
        return [with_html(one, draw, address) for one in value]
    if not isinstance(value, Mapping):
        return value
    made = {key: with_html(one, draw, address) for key, one in value.items() if not _is_drawn(key)}
    for key in ("text", "feedback", *FEEDBACKS):
        if isinstance(value.get(key), str):
            made["html" if key == "text" else f"{key}_html"] = draw(value[key])
    if isinstance(value.get("hints"), list | tuple):
        made["hints_html"] = [draw(hint) for hint in value["hints"]]
    if "width" in value and "name" in value:
        made["address"] = address(value["name"])
    return made


def undrawn(value: Any) -> Any:
    """Return options or settings as they were said, without what `with_html` added."""
    if isinstance(value, list | tuple):
        return [undrawn(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    return {key: undrawn(one) for key, one in value.items() if not _is_drawn(key)}


def _is_drawn(key: str) -> bool:
    return key in {"html", "address"} or key.endswith("_html")


def texts(value: Any) -> Iterator[str]:
    """Return every text of options or settings, for the search."""
    if isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from texts(one)
