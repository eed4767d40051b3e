"""Attendance on paper and as a spreadsheet."""

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from lms.attendance import queries
from lms.core import addresses
from lms.core.clock import local
from lms.trainings.models import Training, TrainingSession
from lms.trainings.rules.labels import capacities
from lms.web import qr, tables
from lms.web.tables import Column

BLANK_ROWS = 8


def sheet(session: TrainingSession) -> Response:
    """Answer with a sign-in sheet: a head and a QR code on each page, zig-zag numbers, blank rows for walk-ins."""
    from weasyprint import HTML

    training = session.training
    roll = f"{addresses.public_url()}{url_for('attendance_staff.show_roll', uid=session.uid)}"
    html = render_template(
        "attendance/print/sheet.html",
        session=session,
        training=training,
        rows=queries.sheet_rows(session),
        blank_rows=BLANK_ROWS,
        code=qr.svg(roll, label=_("This page belongs to this session")),
        chief=queries.find_in_charge(training.office_id, on=local(session.starts_at, training.zone).date()),
    )
    answer = Response(HTML(string=html).write_pdf(), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="sheet-{session.uid}.pdf"'
    return answer


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
