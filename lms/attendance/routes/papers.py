"""Attendance on paper and as a spreadsheet."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from lms.attendance import queries, rules
from lms.attendance.forms import GROUPS
from lms.attendance.models import Group
from lms.core.addresses import public_url
from lms.core.clock import local
from lms.trainings.models import Training, TrainingSession
from lms.trainings.rules.labels import capacities
from lms.web import qr, tables
from lms.web.tables import Column

BLANK_ROWS = 8
MM = 72 / 25.4
CODE_SIDE, CODE_LEFT, CODE_TOP = 27, 171, 25
"""Where print/sheet.html leaves room for the code of the page, in millimetres."""


@dataclass(frozen=True)
class Head:
    """What stands in the head of a sheet: a session, or a whole day."""

    day: date
    starts_at: datetime
    ends_at: datetime
    place: str
    title: str


def sheet(session: TrainingSession, group: Group = Group.EVERYONE) -> Response:
    """Answer with a sign-in sheet: a head and a QR code on each page, zig-zag numbers, blank rows for walk-ins."""
    training = session.training
    place = ", ".join(filter(None, (session.room, session.venue or training.venue, training.city)))
    day = local(session.starts_at, training.zone).date()
    head = Head(day, session.starts_at, session.ends_at, place, session.title)
    address = url_for("attendance_staff.show_roll", uid=session.uid)
    return _pdf(training, head, group, f"{address}?", f"sheet-{session.uid}")


def day_sheet(training: Training, day: date, sessions: Sequence[TrainingSession], group: Group) -> Response:
    """Answer with a sheet that is signed once for all sessions of a day."""
    place = ", ".join(filter(None, (training.venue, training.city)))
    titles = "; ".join(session.title for session in sessions)
    ends = max(session.ends_at for session in sessions)
    head = Head(day, min(session.starts_at for session in sessions), ends, place, titles)
    address = url_for("attendance_staff.show_papers", uid=training.uid)
    return _pdf(training, head, group, f"{address}?day={day.isoformat()}&", f"sheet-{day.isoformat()}-{training.uid}")


def _pdf(training: Training, head: Head, group: Group, address: str, name: str) -> Response:
    from weasyprint import HTML

    html = render_template(
        "attendance/print/sheet.html", head=head, training=training, blank_rows=BLANK_ROWS,
        rows=queries.sheet_rows(training.id, rules.CAPACITIES[group]),
        group="" if group == Group.EVERYONE else GROUPS[group],
        chief=queries.find_in_charge(training.office_id, on=head.day),
    )  # fmt: skip
    whose = "" if group == Group.EVERYONE else f"&for={group.value}"
    pages = _stamped(HTML(string=html).write_pdf(), lambda page: f"{public_url()}{address}page={page}{whose}")
    answer = Response(pages, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _stamped(pdf: bytes, code_of: Callable[[int], str]) -> bytes:
    """Draw each page's own code into the room that its head leaves for it."""
    import pikepdf

    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            size, path = qr.operators(code_of(number))
            scale = CODE_SIDE * MM / size
            top = float(page.mediabox[3]) - CODE_TOP * MM
            place = f"q {scale:.5f} 0 0 {-scale:.5f} {CODE_LEFT * MM:.3f} {top:.3f} cm 0 G 1 w\n"
            page.contents_add(place.encode() + path + b"S Q\n", prepend=True)
        document.save(target)
    return target.getvalue()


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
