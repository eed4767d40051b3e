"""Exports of lists: XLSX with real cells, CSV safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _

from lms.core.clock import local

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4, UPRIGHT = 9, 95
"""The number of the paper, and how wide columns may be together (in letters) on a page that stands upright."""
MOST_HEADER = 120
"""Letters of a title: with a second & for each there is room for 255."""
_HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#EEEEEE", "bottom": 1}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|")


@dataclass(frozen=True)
class Column:
    """A column: its heading and how wide it is; codes, NIP and phones are text."""

    heading: Any
    width: int = 16


def export(
    kind: str,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    zone: str = "UTC",
    title: str = "",
) -> Response:
    """Answer with a list as "xlsx" (its title stands on each printed page) or "csv"."""
    if kind == "xlsx":
        body = xlsx(columns, rows, zone=zone, title=title)
    else:
        body = csv_text(columns, rows, zone=zone).encode("utf-8-sig")
    response = Response(body, mimetype=XLSX if kind == "xlsx" else "text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def xlsx(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, zone: str = "UTC", sheet: str = "Data", title: str = ""
) -> bytes:
    """Return a workbook of one sheet: numbers and dates are real cells, texts are texts; ready to be printed."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    bold = book.add_format(_HEADING)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, str(column.heading), bold)
    page.freeze_panes(1, 0)
    _lay_out(page, columns, title)
    last = _fill(book, page, rows, zone)
    if columns:
        page.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return target.getvalue()


def _fill(book: Any, page: Any, rows: Iterable[Sequence[Any]], zone: str) -> int:
    """Write rows below the headings; return the number of the last one."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    number = 0
    for number, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            if isinstance(value, datetime):
                page.write_datetime(number, index, local(value, zone).replace(tzinfo=None), when)
            elif isinstance(value, date):
                page.write_datetime(number, index, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, bool | int | float):
                page.write(number, index, value)
            elif value not in (None, ""):
                page.write_string(number, index, str(value))
    return number


def _lay_out(page: Any, columns: Sequence[Column], title: str) -> None:
    """Set a sheet up for A4: all columns on one page's width, the headings and the number of the page on each."""
    page.set_paper(A4)
    if sum(column.width for column in columns) > UPRIGHT:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.hide_gridlines(0)
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    if title:
        page.set_header(f"&L&B{_in_header(title)}")
    page.set_footer("&R" + _("Page %(n)s of %(m)s", n="&P", m="&N"))


def _in_header(title: str) -> str:
    """Return a title as a header says it: & begins its commands, and &G would be a picture however it is written."""
    return title[:MOST_HEADER].replace("&G", "& G").replace("&", "&&")


def csv_text(columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, zone: str = "UTC") -> str:
    """Return a list as CSV in which no cell starts a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([guarded(str(column.heading)) for column in columns])
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
