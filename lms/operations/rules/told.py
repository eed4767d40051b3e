"""The facts of an act as screens and exports show them: what each is called, its value in words, the rows it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.operations.rules.subjects import FACTS
from lms.operations.rules.values import Coded, Meant, plain, told_by
from lms.web import filters

MOST_ROWS = 5
MOST_LETTERS = 120


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row that an act is about or names: its name now, its kind, and its address if it has a page."""

    name: str
    kind: str
    address: str = ""


@dataclass(frozen=True)
class Piece:
    """A part of a fact as a screen shows it: words, and the row behind them."""

    text: str
    row: Row | None = None


Rows = Mapping[tuple[str, str], Row]


def facts_told(act: str, facts: Mapping[str, Any], rows: Rows, *, zone: str) -> list[tuple[str, list[Piece]]]:
    """Return the facts of an act as a screen shows them: what each is called, and its pieces."""
    return [(str(FACTS.get(key, key)), _pieces(act, key, value, rows, zone)) for key, value in facts.items()]


def facts_said(act: str, facts: Mapping[str, Any], rows: Rows, *, zone: str) -> str:
    """Write the facts of an act in one line, the longest ones cut."""
    told = facts_told(act, facts, rows, zone=zone)
    lines = (f"{label}: {', '.join(piece.text for piece in pieces)}" for label, pieces in told)
    return " · ".join(_cut(line) for line in lines)


def rows_meant(act: str, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the rows that the facts of an act name, by kind and key: those that are shown."""
    meant = ((told_by(act, key), value) for key, value in facts.items())
    return [(how.kind, key) for how, value in meant if isinstance(how, Meant) for key in _keys(value)[:MOST_ROWS]]


def _pieces(act: str, key: str, value: Any, rows: Rows, zone: str) -> list[Piece]:
    how = told_by(act, key)
    if isinstance(how, Meant):
        return _rows(how.kind, _keys(value), rows)
    if isinstance(how, Coded):
        return [Piece(str(how.words().get(value, value)))]
    return [Piece(_cut((how or plain)(value, zone)))]


def _rows(kind: str, keys: list[str], rows: Rows) -> list[Piece]:
    found = [rows.get((kind, key)) for key in keys[:MOST_ROWS]]
    pieces = [Piece(row.name or key, row) if row else Piece(key) for row, key in zip(found, keys, strict=False)]
    more = len(keys) - len(pieces)
    return [*pieces, Piece(_("and %(n)s more", n=filters.number(more)))] if more > 0 else pieces or [Piece("–")]


def _keys(value: Any) -> list[str]:
    """Return the keys that a fact holds: uids as they are written in addresses, ids as digits."""
    kept = value if isinstance(value, list) else [] if value is None else [value]
    return [key for key in map(_key, kept) if key]


def _key(kept: Any) -> str:
    if isinstance(kept, int):
        return str(kept)
    try:
        return str(UUID(kept))
    except ValueError:
        return ""


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
