"""Checking a list of codes at once, for personnel offices: pasted, or as a spreadsheet; the answer is one too."""

from datetime import date
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import queries
from lms.certificates.models import Certificate
from lms.certificates.routes.public.door import bp
from lms.certificates.rules import codes, labels
from lms.core import clock
from lms.enrolment.spreadsheet.apart import TooMuch, Unreadable, read_apart
from lms.web import guard, limits, tables
from lms.web.tables import Column

LARGEST = 1024 * 1024
SECONDS, MEMORY = 5, 512 * 1024 * 1024  # a list of codes takes a fraction of both, and anybody may send one
slowly = limits.limiter.limit("20 per minute; 200 per hour")


@bp.get("/verify/codes")
@guard.public
def many() -> ResponseReturnValue:
    """Ask for a list of codes."""
    return render_template("certificates/public/many.html", problem="", typed="")


@bp.post("/verify/codes")
@guard.public
@slowly
def verify_many() -> ResponseReturnValue:
    """Answer a list of codes, as a page or as a workbook; nothing is kept."""
    upload, typed = request.files.get("file"), request.form.get("codes", "")[:LARGEST]
    content = upload.read(LARGEST + 1) if upload else b""
    if upload:
        upload.close()
    try:
        asked = codes.codes_in(_rows(content) if content else codes.rows_of_text(typed))
    except (Unreadable, TooMuch, ValueError):
        return render_template("certificates/public/many.html", problem="file", typed=typed), 422
    if not asked:
        return render_template("certificates/public/many.html", problem="none", typed=typed), 422
    known = queries.find_by_codes([code for _line, _text, code in asked if code])
    rows = [_row(line, text, known.get(code)) for line, text, code in asked]
    if "xlsx" in request.form:
        return tables.export("xlsx", "hasil-verifikasi", _columns(), rows)
    return render_template("certificates/public/many.html", problem="", typed=typed, rows=rows)


def _rows(content: bytes) -> list[list[Any]]:
    if len(content) > LARGEST:
        raise Unreadable
    if content[:2] != b"PK" and content[:4] != b"\xd0\xcf\x11\xe0":
        return codes.rows_of_text(content.decode("utf-8-sig", "replace"))
    sheet = read_apart(content, rows=codes.MOST_LINES, columns=20, seconds=SECONDS, memory=MEMORY)
    if "table" not in sheet:
        raise TooMuch
    table: list[list[Any]] = sheet["table"]
    return table


def _columns() -> list[Column]:
    return [Column(_("Line"), 8), Column(_("Asked for"), 24), Column(_("Status"), 20), Column(_("Number"), 30),
            Column(_("Name"), 34), Column(_("Training"), 40), Column(_("From"), 14), Column(_("To"), 14),
            Column(_("Lesson hours"), 12), Column(_("Issued by"), 34), Column(_("Replaced by"), 30)]  # fmt: skip


def _row(line: int, text: str, found: Certificate | None) -> tuple[Any, ...]:
    if found is None:
        return (line, text, _("NOT FOUND"), "", "", "", None, None, None, "", "")
    standing, data = queries.standing_of(found, today=clock.today(found.series.zone)), found.data
    days = [date.fromisoformat(data[name]) if data.get(name) else None for name in ("starts", "ends")]
    after = found.successor.number if found.successor else ""
    return (line, text, labels.standings()[standing], found.number, found.name, data.get("training", ""), *days,
            data.get("jp", 0) / 100, data.get("issuer", ""), after)  # fmt: skip
