"""A participant's page of one training: the agenda, who to call, one's own status."""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Missing
from lms.trainings import queries
from lms.trainings.rules.labels import capacities, states
from lms.web import guard, slots

bp = Blueprint("trainings_learner", __name__, url_prefix="/my/trainings")


@bp.get("/<uuid:uid>")
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show a training to somebody who is in it."""
    who = guard.principal()
    mine = queries.own_participations(who.person_id or 0, uid)
    if not mine:
        raise Missing
    training = mine[0].training
    sessions = [session for session in queries.sessions_of(training.id) if session.cancelled_at is None]
    days = groupby(sessions, key=lambda session: clock.local(session.starts_at, training.zone).date())
    return render_template(
        "trainings/learner/show.html", training=training, mine=mine, days=[(day, list(part)) for day, part in days],
        trainers=queries.trainers_of(session.id for session in sessions), modules=queries.modules_of(training.id),
        organisers=queries.organisers_of(training.id), capacities=capacities(), states=states(),
        cards=slots.cards("learner.cards", who, training),
    )  # fmt: skip
