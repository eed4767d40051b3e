"""Badges as they are printed."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from flask import Response, render_template

from lms.attendance import rules
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import qr

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


def print_badges(training: Training, rows: Sequence[Any]) -> Response:
    """Answer with badges, four on an A4 page with crop marks: in the QR code stands the badge code and nothing else."""
    from weasyprint import HTML

    names = capacities()
    cards = [
        {
            "name": row.name, "size": rules.name_size(row.name, width=TEXT), "office": row.office,
            "region": ", ".join(filter(None, (row.regency, row.province))), "role": names[row.capacity],
            "capacity": row.capacity.value, "code": row.badge_code, "picture": qr.png(row.badge_code),
        }
        for row in rows
    ]  # fmt: skip
    html = render_template("attendance/print/badges.html", training=training, cards=cards, marks=MARKS)
    answer = Response(HTML(string=html).write_pdf(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="badges-{training.uid}.pdf"'
    return answer
