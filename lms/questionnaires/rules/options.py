"""Choices as lines of text: Indonesian | English | seats. A choice keeps its key as long as it can be told again."""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.core.names import clean, folded

MOST_LABEL = 200
MOST_SEATS = 100_000


def read_options(
    text: str, *, kept: Sequence[Mapping[str, Any]] = (), spoken: Sequence[str] = ("id", "en"), seats: bool = False
) -> list[dict[str, Any]]:
    """Return the choices that lines name: with the key of the same words before, or of the only ones that changed.

    A line that is new to the list gets a key that no choice of the list ever had.
    """
    read = [_line(line, spoken, seats) for line in text.splitlines() if line.strip(" |\t")]
    known = {_same(option): option["key"] for option in kept}
    keys = [known.pop(_same(option), None) for option in read]
    if len(known) == keys.count(None):  # as many are gone as are new: these were renamed, in their order
        renamed = iter([option["key"] for option in kept if _same(option) in known])
        keys = [next(renamed) if key is None else key for key in keys]
    after = max((option["key"] for option in kept), default=-1) + 1
    fresh = iter(range(after, after + len(read)))
    return [{"key": next(fresh) if key is None else key, **option} for key, option in zip(keys, read, strict=True)]


def option_lines(options: Sequence[Mapping[str, Any]], spoken: Sequence[str] = ("id", "en")) -> str:
    """Return choices as the lines in which they are edited."""
    return "\n".join(" | ".join(_parts(option, spoken)) for option in options)


def _line(line: str, spoken: Sequence[str], seats: bool) -> dict[str, Any]:
    parts = [clean(part) for part in line.split("|")]
    limit = None
    if seats and len(parts) > 1 and parts[-1].isascii() and parts[-1].isdecimal():
        limit = min(int(parts.pop()[:7]), MOST_SEATS)
    named = {key: part[:MOST_LABEL] for key, part in zip(spoken, parts, strict=False) if part}
    found: dict[str, Any] = named or {spoken[0]: clean(line)[:MOST_LABEL]}
    return {**found, "seats": limit} if seats else found


def _parts(option: Mapping[str, Any], spoken: Sequence[str]) -> list[str]:
    named = [str(option[key]) for key in spoken if option.get(key)]
    return named + ([str(option["seats"])] if option.get("seats") is not None else [])


def _same(option: Mapping[str, Any]) -> str:
    return folded(option.get("id") or option.get("en") or "")
