"""The agenda on paper and for calendars."""

from flask import Response, render_template

from lms.core import addresses, clock
from lms.trainings import formats, queries
from lms.trainings.models import Training
from lms.trainings.rules.agenda import by_day


def agenda(training: Training, *, with_trainers: bool) -> Response:
    """Answer with the agenda to print; sessions that were called off are left out."""
    from weasyprint import HTML

    sessions = [session for session in queries.sessions_of(training.id) if session.cancelled_at is None]
    trainers = queries.trainers_of(session.id for session in sessions) if with_trainers else {}
    html = render_template(
        "trainings/print/agenda.html", training=training, days=by_day(sessions, training.zone), trainers=trainers,
        with_trainers=with_trainers, total=sum(session.jp for session in sessions if session.counts),
    )  # fmt: skip
    return _answer(HTML(string=html).write_pdf(), "application/pdf", f"agenda-{training.uid}.pdf")


def calendar(training: Training, *, address: str) -> Response:
    """Answer with the agenda as an iCalendar file; `address` is the page that its events lead to."""
    whole = f"{addresses.public_url()}{address}"
    data = formats.calendar(training, queries.sessions_of(training.id), address=whole, now=clock.now())
    return _answer(data, "text/calendar; charset=utf-8", f"agenda-{training.uid}.ics")


def _answer(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
