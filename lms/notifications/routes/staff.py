"""What the people of a training were told."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.core.errors import Missing
from lms.notifications import queries
from lms.notifications.rules import words
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, paging

bp = Blueprint("notifications_staff", __name__, url_prefix="/staff")


@bp.get("/trainings/<uuid:uid>/messages")
@guard.signed_in
def index(uid: UUID) -> ResponseReturnValue:
    """Show what was sent to whom and when, to those who run the training."""
    training = _run(uid)
    text, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    page = paging.load(queries.log_of(training.id, text=text, kind=kind), page=paging.requested())
    return render_template(
        "notifications/staff/log.html", training=training, page=page, text=text, kind=kind, kinds=words.kinds(),
        words={row.id: words.words_of(row.kind, row.facts) for row in page.items},
        posted=queries.posted([row.id for row in page.items]),
    )  # fmt: skip


def _run(uid: UUID) -> Training:
    training = trainings.get_training_within(guard.principal(), uid)
    if not trainings.may_run(guard.principal(), training.id):
        raise Missing
    return training
