"""The filters of a list's toolbar as its page draws them: how many there are, and which of them are set."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g

from lms.web import filters, paging


@dataclass(frozen=True)
class Filter:
    """A filter that a toolbar draws; `words` tell what it is set to, empty where it lets everything through."""

    name: str
    label: str
    words: str

    @property
    def without_url(self) -> str:
        """Return the address of the same list without this filter."""
        return paging.address(**{self.name: None, "page": None})


def note_choice(name: str, label: Any, choices: Iterable[tuple[Any, Any]], value: Any) -> str:
    """Note a filter with choices, of which the first is none; draws nothing."""
    words = {str(key): str(said) for key, said in reversed(list(choices))}
    first = next(reversed(words), "")
    chosen = "" if value is None else str(value)
    return note(name, label, words.get(chosen, "") if chosen != first else "")


def note_day(name: str, label: Any, value: Any) -> str:
    """Note a filter by a day, told as days are; one that cannot be read lets everything through."""
    try:
        return note(name, label, filters.day(date.fromisoformat(str(value or ""))))
    except ValueError:
        return note(name, label, "")


def note(name: str, label: Any, words: Any) -> str:
    """Note a filter with what it is set to; draws nothing."""
    g.setdefault("toolbar", []).append(Filter(name, str(label), str(words or "")))
    return ""


def taken() -> list[Filter]:
    """Return the filters that were noted since the last toolbar."""
    found: list[Filter] = g.pop("toolbar", [])
    return found
