"""Attendance as a spreadsheet."""

from flask import Response
from flask_babel import gettext as _

from lms.attendance import queries
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import tables
from lms.web.tables import Column


def export(training: Training, kind: str) -> Response:
    """Answer with a row a person and a column a session, then attended and required lesson hours."""
    sessions = [session for session, _counts in queries.sessions_with_counts(training.id)]
    shares, states = queries.attended_jp(training.id), queries.states_of(training.id)
    columns = [Column(_("Name"), 32), Column(_("Office"), 32), Column(_("Region"), 24), Column(_("Capacity"))]
    columns += [Column(f"{session.title} ({session.starts_at:%d/%m})", 12) for session in sessions]
    columns += [Column(_("JP attended")), Column(_("JP required"))]
    words = capacities()
    rows = (
        [person.name, person.office, person.regency, words[person.capacity]]
        + [states.get((session.id, person.id), "") for session in sessions]
        + [shares[person.id].attended / 100, shares[person.id].required / 100]
        for person in queries.expected(training.id)
    )
    return tables.export(kind, f"attendance-{training.uid}", columns, rows, zone=training.zone)
