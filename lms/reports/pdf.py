"""The event report as PDF."""

from flask import current_app

from lms.core import clock
from lms.progress import queries as progress
from lms.reports import queries
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web.i18n import said


def event_report(training: Training) -> bytes:
    """Return the event report as PDF, in the language spoken now."""
    from weasyprint import HTML

    # The template alone, without what every page is given: the worker answers no request and has no addresses.
    page = current_app.jinja_env.get_template("reports/print/event.html")
    html = page.render(
        said=said, training=training, sessions=queries.sessions(training),
        numbers=trainings.four_numbers([training.id])[training.id], people=queries.people(training.id),
        evaluations=queries.evaluations(training.id), now=clock.now(),
        eligible=progress.count_eligible([training.id]).get(training.id, 0),
    )  # fmt: skip
    return bytes(HTML(string=html).write_pdf())
