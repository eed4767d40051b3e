"""Badges as they are printed: four on an A4 page with crop marks; in the QR code stands the badge code and no more."""

from typing import Final
from urllib.parse import quote
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from lms.attendance import queries, rules
from lms.core.principals import Principal
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import papers, qr
from lms.web.papers import Asked, Paper, Written

TEXT: Final = 82 / 25.4 * 72
"""The width of a badge's lines, in points."""

_LINES: Final = "".join(
    [f"M{x} 5v6M{x} 286v6" for x in (9, 105, 201)] + [f"M1 {y}h6M203 {y}h6" for y in (14.5, 148.5, 282.5)]
)
_PATH: Final = f'<path d="{_LINES}" stroke="#000" stroke-width=".2"/>'
MARKS: Final = "data:image/svg+xml," + quote(
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297">{_PATH}</svg>'
)
"""Where to cut, drawn once behind every page."""


def _load(principal: Principal, asked: Asked) -> Training:
    return queries.get_run_training(principal, UUID(asked["training"]))


def _write(training: Training, asked: Asked) -> Written:
    chosen = set(filter(None, asked.get("people", "").split(",")))
    rows = [row for row in queries.expected(training.id) if not chosen or str(row.uid) in chosen]
    names = capacities()
    cards = [
        {
            "name": row.name, "size": rules.name_size(row.name, width=TEXT), "office": row.office,
            "region": ", ".join(filter(None, (row.regency, row.province))), "role": names[row.capacity],
            "capacity": row.capacity.value, "code": row.badge_code,
        }
        for row in rows
    ]  # fmt: skip
    html = papers.render("attendance/print/badges.html", typeface="sans", training=training, cards=cards, marks=MARKS)
    return Written(html=html, name=f"badges-{training.uid}", people=len(rows), per_page=4, picture=_code)


def _code(address: str) -> tuple[bytes, str] | None:
    scheme, _colon, code = address.partition(":")
    return (qr.png(code), "image/png") if scheme == "code" else None


BADGES: Final = Paper(
    label=_("Badges"),
    load=_load,
    write=_write,
    title=lambda training: training.title,
    back=lambda training: url_for("trainings_staff.people", uid=training.uid),
)
