"""Attendance as a spreadsheet."""

from flask import Response
from flask_babel import gettext as _

from lms.attendance import spreadsheet
from lms.trainings.models import Training
from lms.web import tables


def export(training: Training, kind: str) -> Response:
    """Answer with a row a person and a column a session, then attended and required lesson hours."""
    columns, rows = spreadsheet.table(training)
    return tables.export(
        kind, f"attendance-{training.uid}", columns, (row for _person, row in rows), zone=training.zone,
        title=_("Attendance · %(training)s", training=training.title),
    )  # fmt: skip
