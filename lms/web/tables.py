"""Exports of lists: XLSX with real cells, CSV safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response

from lms.core.clock import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|")


@dataclass(frozen=True)
class Column:
    """A column: its heading and how wide it is; codes, NIP and phones are text."""

    heading: Any
    width: int = 16


def export(
    kind: str, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, zone: str = "UTC"
) -> Response:
    """Answer with a list as "xlsx" or "csv"."""
    body = xlsx(columns, rows, zone=zone) if kind == "xlsx" else csv_text(columns, rows, zone=zone).encode("utf-8-sig")
    response = Response(body, mimetype=XLSX if kind == "xlsx" else "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, zone: str = "UTC", sheet: str = "Data") -> bytes:
    """Return a workbook of one sheet: numbers and dates are real cells, texts are texts."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, str(column.heading), bold)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            if isinstance(value, datetime):
                page.write_datetime(number, index, local(value, zone).replace(tzinfo=None), when)
            elif isinstance(value, date):
                page.write_datetime(number, index, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, bool | int | float):
                page.write(number, index, value)
            elif value is not None:
                page.write_string(number, index, str(value))
    book.close()
    return target.getvalue()


def csv_text(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, zone: str = "UTC") -> str:
    """Return a list as CSV in which no cell starts a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([str(column.heading) for column in columns])
    writer.writerows([_plain(value, zone) for value in row] for row in rows)
    return target.getvalue()


def _plain(value: Any, zone: str) -> Any:
    if isinstance(value, datetime):
        return local(value, zone).strftime("%Y-%m-%d %H:%M")
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """Return a text with an apostrophe before it where a spreadsheet would take it for a formula, or for guarded."""
    return f"'{text}" if text.lstrip("'").lstrip().startswith(_FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """Return a text as it was before `guarded`."""
    return text[1:] if text.startswith("'") and guarded(text) != text else text
