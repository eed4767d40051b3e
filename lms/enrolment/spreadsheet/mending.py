"""Mending the rows of a file on screen: which cells were typed anew, and what becomes of the rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from lms.core import numbers
from lms.core.names import clean

MOST_CELL = 2000
MOST_ROW = 9_999_999

Changes = Mapping[int, Mapping[str, str]]


def changes_in(typed: Iterable[tuple[str, str]], fields: Iterable[str]) -> dict[int, dict[str, str]]:
    """Return the cells that a form holds under "ROW-FIELD", by row of the sheet."""
    known = set(fields)
    changes: dict[int, dict[str, str]] = {}
    for name, value in typed:
        row, _mark, field = name.partition("-")
        for number in rows_in([row]) if field in known else ():
            changes.setdefault(number, {})[field] = value
    return changes


def rows_in(typed: Iterable[str]) -> list[int]:
    """Return the numbers of rows that texts name."""
    found = (numbers.plain(text, most=MOST_ROW) for text in typed)
    return [number for number in found if number is not None]


def mended(
    rows: Iterable[Mapping[str, Any]], changes: Changes, *, fields: Iterable[str], leave_out: Iterable[int] = ()
) -> list[dict[str, Any]]:
    """Return the rows with the changed cells and without those that are left out."""
    gone, known = set(leave_out), set(fields)
    return [_mended(row, changes.get(row["n"], {}), known) for row in rows if row["n"] not in gone]


def _mended(row: Mapping[str, Any], changes: Mapping[str, str], fields: set[str]) -> dict[str, Any]:
    """Return a row with changed cells; a cell that was typed anew has lost no digits and holds no formula."""
    cells: dict[str, str] = dict(row["cells"])
    changed = {
        key: clean(value)[:MOST_CELL]
        for key, value in changes.items()
        if key in fields and clean(value) != clean(cells.get(key, ""))
    }
    kept = {flag: [key for key in row.get(flag, ()) if key not in changed] for flag in ("lost", "formula")}
    return {**row, "cells": cells | changed, **kept}
