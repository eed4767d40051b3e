"""The event report as PDF."""

from base64 import b64encode

from flask import current_app

from lms.core import clock, files
from lms.progress import queries as progress
from lms.reports import queries
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingFile
from lms.web.i18n import said

MOST_PHOTOS = 24


def event_report(training: Training) -> bytes:
    """Return the event report as PDF, in the language spoken now."""
    from weasyprint import HTML

    # The template alone, without what every page is given: the worker answers no request and has no addresses.
    page = current_app.jinja_env.get_template("reports/print/event.html")
    html = page.render(
        said=said, training=training, sessions=queries.sessions(training),
        numbers=trainings.four_numbers([training.id])[training.id], people=queries.people(training.id),
        evaluations=queries.evaluations(training.id), now=clock.now(),
        photos=[(row, _data_url(row)) for row in queries.photos(training.id)[:MOST_PHOTOS]],
        decisions=[row for row in trainings.minutes_of(training.id) if row.decision],
        eligible=progress.count_eligible([training.id]).get(training.id, 0),
    )  # fmt: skip
    return bytes(HTML(string=html).write_pdf(optimize_images=True, jpeg_quality=70, dpi=110))


def _data_url(row: TrainingFile) -> str:
    return f"data:{row.file.media_type};base64,{b64encode(files.read(row.file)).decode()}"
