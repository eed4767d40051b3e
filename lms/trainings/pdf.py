"""Biodata forms as PDF, one person on a page; and minutes."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _

from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import queries
from lms.trainings.models import Participation, Training
from lms.trainings.rules.agenda import by_session
from lms.trainings.rules.biodata import lines
from lms.trainings.rules.labels import capacities, outcomes
from lms.web import papers
from lms.web.papers import Asked, Paper, Written


def biodata(training: Training, people: Sequence[Participation]) -> Written:
    """Return the forms of people of a training, filled in as far as the records go."""
    html = papers.render(
        "trainings/print/biodata.html", training=training, people=people, lines=lines, capacities=capacities()
    )
    return Written(html=html, name=f"biodata-{training.uid}", people=len(people), per_page=1)


def minutes(training: Training) -> Written:
    """Return the minutes of a training by session, to be signed."""
    arrived = queries.four_numbers([training.id])[training.id].arrived
    html = papers.render(
        "trainings/print/minutes.html",
        training=training,
        groups=by_session(queries.minutes_of(training.id)),
        outcomes=outcomes(),
        arrived=arrived,
    )
    return Written(html=html, name=f"minutes-{training.uid}", people=0, per_page=1)


def _load(principal: Principal, asked: Asked) -> Training:
    training = queries.get_training_within(principal, UUID(asked["training"]))
    if not queries.may_run(principal, training.id):
        raise Missing
    return training


BIODATA: Final = Paper(
    label=_("Biodata"),
    load=_load,
    write=lambda training, _asked: biodata(training, queries.people_for_forms(training.id)),
    title=lambda training: training.title,
    back=lambda training: url_for("trainings_staff.people", uid=training.uid),
)
