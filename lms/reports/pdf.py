"""The event report as PDF."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from lms.core import clock, files
from lms.core.principals import Principal
from lms.progress import queries as progress
from lms.reports import queries
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingFile
from lms.web import filters, papers
from lms.web.papers import Asked, Paper, Written
from lms.web.press import Picture

MOST_PHOTOS = 24
PHOTO = 4
"""A photo takes as long to draw as so many people."""


def event_report(training: Training) -> bytes:
    """Return the event report as PDF, in the language spoken now."""
    return papers.drawn(_write(training, {}))


def _load(principal: Principal, asked: Asked) -> Training:
    return trainings.get_training_within(principal, UUID(asked["training"]))


def _write(training: Training, _asked: Asked) -> Written:
    now, people, photos = clock.now(), queries.people(training.id), queries.photos(training.id)[:MOST_PHOTOS]
    html = papers.render(
        "reports/print/event.html", training=training, sessions=queries.sessions(training),
        numbers=trainings.four_numbers([training.id])[training.id], people=people,
        evaluations=queries.evaluations(training.id), now=now,
        photos=[(row, f"photo:{row.file.uid}") for row in photos],
        decisions=[row for row in trainings.minutes_of(training.id) if row.decision],
        eligible=progress.count_eligible([training.id]).get(training.id, 0),
    )  # fmt: skip
    return Written(
        html=html, name=f"report-{training.uid}", people=len(people) + PHOTO * len(photos), per_page=30,
        passing=filters.moment(now, training.zone), picture=_picture(photos), has_photos=True,
    )  # fmt: skip


def _picture(photos: Sequence[TrainingFile]) -> Picture:
    by_address = {f"photo:{row.file.uid}": row.file for row in photos}

    def picture(address: str) -> tuple[bytes, str] | None:
        found = by_address.get(address)
        return (files.read(found), found.media_type) if found else None

    return picture


EVENT_REPORT: Final = Paper(
    label=_("Event report"),
    load=_load,
    write=_write,
    title=lambda training: training.title,
    back=lambda training: url_for("reports_staff.show", uid=training.uid),
)
