"""The event report as PDF."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from lms.core import clock, files
from lms.core.files import StoredFile
from lms.core.principals import Principal
from lms.progress import queries as progress
from lms.progress.rules import LEARNERS
from lms.reports import queries, rules
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities, outcomes
from lms.web import filters, papers
from lms.web.papers import Asked, Paper, Written
from lms.web.press import Picture

MOST_PHOTOS = 24
MOST_PAGES = 40
PHOTO = 4
"""A photo takes as long to draw as so many people."""


def event_report(training: Training) -> bytes:
    """Return the event report as PDF, in the language spoken now."""
    return papers.drawn(_write(training, {}))


def _load(principal: Principal, asked: Asked) -> Training:
    return trainings.get_training_within(principal, UUID(asked["training"]))


def _write(training: Training, _asked: Asked) -> Written:
    now, people = clock.now(), queries.people(training.id)
    photos, pages = queries.photos(training.id)[:MOST_PHOTOS], queries.signed_pages(training.id)[:MOST_PAGES]
    html = papers.render(
        "reports/print/event.html", training=training, now=now, sessions=queries.sessions(training),
        numbers=trainings.four_numbers([training.id])[training.id], outcomes=outcomes(), capacities=capacities(),
        learners=[row for row in people if row[0].capacity in LEARNERS],
        crew=[row for row in people if row[0].capacity not in LEARNERS],
        evaluations=queries.evaluations(training.id), voices_of=rules.voices,
        photos=[(row, _address(row.file)) for row in photos], pages=[(row, _address(row.file)) for row in pages],
        letters_kept=queries.letters(training.id),
        decisions=[row for row in trainings.minutes_of(training.id) if row.decision],
        eligible=progress.count_eligible([training.id]).get(training.id, 0), **_signers(training),
    )  # fmt: skip
    kept = [*(row.file for row in photos), *(row.file for row in pages)]
    return Written(
        html=html, name=f"report-{training.uid}", people=len(people) + PHOTO * len(kept), per_page=30,
        passing=filters.moment(now, training.zone), picture=_picture(kept), has_photos=True,
    )  # fmt: skip


def _signers(training: Training) -> dict[str, Any]:
    chief = queries.find_chief(training)
    organisers = trainings.organisers_of(training.id)
    return {"chief": chief, "organiser": organisers[0] if organisers else None}


def _address(file: StoredFile) -> str:
    return f"photo:{file.uid}"


def _picture(kept: Sequence[StoredFile]) -> Picture:
    by_address = {_address(file): file for file in kept}

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
