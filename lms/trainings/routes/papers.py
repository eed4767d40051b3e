"""Papers of a training: the agenda, for calendars too, minutes, biodata forms."""

from flask import Response

from lms.core import addresses, clock
from lms.trainings import formats, pdf, queries
from lms.trainings.models import Participation, Training
from lms.trainings.rules.agenda import by_day
from lms.web import papers
from lms.web.press import pdf_of


def agenda(training: Training, *, with_trainers: bool) -> Response:
    """Answer with the agenda to print; sessions that were called off are left out."""
    sessions = [session for session in queries.sessions_of(training.id) if session.cancelled_at is None]
    trainers = queries.trainers_of(session.id for session in sessions) if with_trainers else {}
    html = papers.render(
        "trainings/print/agenda.html", training=training, days=by_day(sessions, training.zone), trainers=trainers,
        with_trainers=with_trainers, total=sum(session.jp for session in sessions if session.counts),
    )  # fmt: skip
    return papers.as_pdf(pdf_of(html), f"agenda-{training.uid}")


def calendar(training: Training, *, address: str) -> Response:
    """Answer with the agenda as an iCalendar file; `address` is the page that its events lead to."""
    whole = f"{addresses.public_url()}{address}"
    data = formats.calendar(training, queries.sessions_of(training.id), address=whole, now=clock.now())
    return _answer(data, "text/calendar; charset=utf-8", f"agenda-{training.uid}.ics")


def minutes(training: Training) -> Response:
    """Answer with the minutes, by session."""
    return papers.as_pdf(papers.drawn(pdf.minutes(training)), f"minutes-{training.uid}")


def biodata_of_one(part: Participation) -> Response:
    """Answer with the biodata form of one person."""
    written = pdf.biodata(part.training, queries.people_for_forms(part.training_id, only=part.id))
    return papers.as_pdf(papers.drawn(written), written.name)


def _answer(data: bytes, media_type: str, name: str) -> Response:
    answer = Response(data, content_type=media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
