"""Messages that know what they were made from, so that what is kept of them is told in the language of who reads it.

`gettext` gives a `Wording`: the text in the language spoken now, with its message id and values. A column of type
`KeptWords` keeps those instead of the text and makes the text anew at each reading. What a person typed, and what rows
of earlier days hold, is kept and read as it stands.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import Domain, gettext, ngettext
from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

MARK = "\x1f"
"""Stands before a kept message; nobody can type it."""


class Wording(str):
    """A message in one language; `source` is its message id (or both, and the number), then its values."""

    source: tuple[Any, ...]

    def __new__(cls, text: str, source: tuple[Any, ...] = ()) -> "Wording":
        """Make a wording of a text."""
        made = super().__new__(cls, text)
        made.source = source
        return made

    def __str__(self) -> str:
        """Stay what it is: `str()` of a message forgets nothing."""
        return self


class Remembering(Domain):  # type: ignore[misc]
    """The messages of this service, each with what it was made from."""

    def gettext(self, string: str, **variables: Any) -> str:
        """Return a message in the language spoken now."""
        return Wording(super().gettext(string, **variables), (string, variables))

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        """Return a message about a number of things in the language spoken now."""
        return Wording(super().ngettext(singular, plural, num, **variables), (singular, plural, num, variables))


class KeptWords(TypeDecorator[str]):
    """A text of at most so many letters: a message is kept by its id and values, and read in the reader's language.

    A message whose id and values take more room than there is stays in the language of who caused it.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return what is kept."""
        if value is None:
            return None
        most, kept = getattr(self.impl, "length", None), keep(value)
        if most is None or len(kept) <= most:
            return kept
        return str.__str__(value)[:most] if isinstance(value, Wording) else kept

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text in the language spoken now."""
        return value if value is None else tell(value)


def keep(text: str) -> str:
    """Return a message as its id and values, any other text as it is."""
    if isinstance(text, Wording) and text.source:
        return MARK + json.dumps(_plain(text), ensure_ascii=False, separators=(",", ":"))
    return str(text).lstrip(MARK)


def tell(kept: str) -> str:
    """Return what was kept as a text in the language spoken now."""
    if not kept.startswith(MARK):
        return kept
    try:
        return _made(json.loads(kept[1:]))
    except (ValueError, TypeError, KeyError):
        return kept[1:]


def keep_all(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with each message among them as its id and values."""
    return {key: keep(value) if isinstance(value, str) else value for key, value in facts.items()}


def tell_all(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with each message among them in the language spoken now."""
    return {key: tell(value) if isinstance(value, str) else value for key, value in facts.items()}


def _plain(message: Wording) -> list[Any]:
    *words, values = message.source
    return [*words, {key: _value(value) for key, value in values.items()}]


def _value(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    text = str(value)
    return _plain(text) if isinstance(text, Wording) and text.source else text


def _made(source: list[Any]) -> str:
    *words, values = source
    variables = {key: _made(value) if isinstance(value, list) else value for key, value in values.items()}
    return str(ngettext(*words, **variables) if len(words) > 1 else gettext(*words, **variables))
