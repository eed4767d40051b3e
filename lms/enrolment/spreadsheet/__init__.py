"""Reading a spreadsheet of people or papers: XLSX, XLS, ODS through calamine in a process apart, CSV by itself."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from lms.core.archives import DAMAGED
from lms.core.errors import Refused
from lms.core.names import clean, clean_text
from lms.enrolment.rules.columns import PEOPLE, Headings
from lms.enrolment.spreadsheet.apart import TooMuch, Unreadable, read_apart
from lms.enrolment.spreadsheet.mending import MOST_CELL
from lms.web.tables import unguarded

MOST_ROWS = 5000
MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_COLUMNS = 60
LOST_FROM = 10**15  # a spreadsheet keeps 15 digits of a number
_SCIENTIFIC = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
_ERRORS = re.compile(r"^#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)$")
_FORMULA = re.compile(rb'<c [^>]*?r="([A-Z]+)(\d+)"[^>]*>\s*<f[ />]')


@dataclass
class Rows:
    """What a file holds: rows as {"n", "cells", "lost", "formula"}, notes about the whole file, and its headings."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def read(data: bytes, name: str, headings: Headings = PEOPLE) -> Rows:
    """Read the rows of a file below its headings, or refuse it in one line that says why."""
    if not data:
        raise Refused(_("This file is empty."))
    if len(data) > MOST_BYTES:
        raise Refused(_("This file is larger than %(n)s MB.", n=MOST_BYTES // 1024 // 1024))
    notes: list[str] = []
    if data[:2] == b"PK":
        table, formulas = _read_zip(data, notes)
    elif data[:4] == b"\xd0\xcf\x11\xe0":
        table, formulas = _read_calamine(data, notes), set()
    else:
        table, formulas = _read_csv(data, name)
    return _listed(table, formulas, notes, headings)


def _read_zip(data: bytes, notes: list[str]) -> tuple[list[list[Any]], set[tuple[int, int]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise Refused(_("This file is too large when it is unpacked."))
            formulas = _formulas(archive)
    except DAMAGED as error:
        raise Refused(_not_readable()) from error
    return _read_calamine(data, notes), formulas


def _formulas(archive: zipfile.ZipFile) -> set[tuple[int, int]]:
    sheets = sorted(name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
    if "xl/worksheets/sheet1.xml" not in sheets:
        return set()
    found = _FORMULA.findall(archive.read("xl/worksheets/sheet1.xml"))
    return {(int(row) - 1, _column(letters.decode())) for letters, row in found}


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _read_calamine(data: bytes, notes: list[str]) -> list[list[Any]]:
    try:
        sheet = read_apart(data, rows=MOST_ROWS + 50, columns=MOST_COLUMNS)
    except Unreadable as error:
        raise Refused(_not_readable()) from error
    except TooMuch as error:
        raise Refused(_("This file is too large when it is unpacked.")) from error
    if not sheet["names"]:
        raise Refused(_("This file is empty."))
    if len(sheet["names"]) > 1:
        notes.append(_("Only the first sheet, “%(name)s”, was read.", name=clean(sheet["names"][0])))
    _require_size(sheet["height"])
    table: list[list[Any]] = sheet["table"]
    if _fill(table, sheet["merged"]):
        notes.append(_("Merged cells were filled with their value."))
    return table


def _fill(table: list[list[Any]], merged: Any) -> bool:
    filled = False
    for (top, left), (bottom, right) in merged:
        if top >= len(table) or left >= len(table[top]) or bottom == top:
            continue
        for row in range(top + 1, min(bottom + 1, len(table))):
            if left < len(table[row]) and right == left:
                table[row][left] = table[top][left]
                filled = True
    return filled


def _read_csv(data: bytes, name: str) -> tuple[list[list[Any]], set[tuple[int, int]]]:
    """Return the table, and where a cell begins with "=" that no export has guarded."""
    if b"\x00" in data[:4096] and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refused(_not_readable())
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise Refused(_not_readable())
    text = _decode(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count)
    table: list[list[Any]] = []
    formulas: set[tuple[int, int]] = set()
    try:
        for n, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark)):
            formulas |= {(n, index) for index, cell in enumerate(row) if cell.startswith("=")}
            table.append([unguarded(cell) for cell in row])
            if len(table) > MOST_ROWS + 50:
                _require_size(text.count("\n"))
    except csv.Error as error:
        raise Refused(_not_readable()) from error
    return table, formulas


def _decode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _listed(table: list[list[Any]], formulas: set[tuple[int, int]], notes: list[str], headings: Headings) -> Rows:
    if not any(_text(cell) for row in table for cell in row):
        raise Refused(_("This file is empty."))
    found = headings.find([[_text(cell) for cell in row[:MOST_COLUMNS]] for row in table[:20]])
    if found is None:
        needed = headings.by_field[headings.needed].indonesian
        raise Refused(_("No heading “%(name)s” was found in the first 20 rows. Use the template.", name=needed))
    start, fields = found
    body = [(n, row) for n, row in enumerate(table[start + 1 :], start + 1) if any(_text(cell) for cell in row)]
    _require_size(len(body))
    long = {column.field for column in headings.columns if column.is_long}
    read = [_row(n, row, fields, formulas, long) for n, row in body]
    rows = [row for row in read if any(row["cells"].values()) and not headings.is_example(row["cells"])]
    if not rows:
        raise Refused(_("There are headings in this file, but nothing below them."))
    if len(rows) < len(read):
        notes.append(_("Rows of examples and rows without any known cell were left out."))
    return Rows(rows, notes, [_text(cell) for cell in table[start][:MOST_COLUMNS]])


def _row(
    n: int, row: list[Any], fields: dict[int, str], formulas: set[tuple[int, int]], long: set[str]
) -> dict[str, Any]:
    cells = {field: _text(row[index], is_long=field in long)[:MOST_CELL] for index, field in fields.items()
             if index < len(row)}  # fmt: skip
    lost = [field for index, field in fields.items() if index < len(row) and _has_lost_digits(row[index])]
    formula = [
        field for index, field in fields.items() if (n, index) in formulas and cells.get(field, "")[:1] in {"", "="}
    ]  # else its value was kept
    broken = [field for field, text in cells.items() if _ERRORS.match(text)]
    return {"n": n + 1, "cells": cells, "lost": lost, "formula": sorted({*formula, *broken})}


def _text(value: Any, *, is_long: bool = False) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_text(str(value)) if is_long else clean(str(value))


def _has_lost_digits(value: Any) -> bool:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) >= LOST_FROM
    return isinstance(value, str) and _SCIENTIFIC.match(value.strip()) is not None


def _require_size(rows: int) -> None:
    if rows > MOST_ROWS + 50:
        raise Refused(
            _("This file has %(n)s rows; at most %(most)s are read at once. Divide it.", n=rows, most=MOST_ROWS)
        )


def _not_readable() -> str:
    return str(_("This is not a spreadsheet that can be read. Upload an XLSX or CSV file."))
