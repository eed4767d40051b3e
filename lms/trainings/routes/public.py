"""Public doors of trainings: the agenda to print, and for calendars that subscribe to it."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from lms.trainings import queries
from lms.trainings.routes import papers
from lms.web import guard, limits

bp = Blueprint("trainings_public", __name__, url_prefix="/trainings")


@bp.get("/<uuid:uid>/agenda.ics")
@guard.public
@limits.limiter.limit(limits.PUBLIC_LOOK_UPS)
def agenda_file(uid: UUID) -> ResponseReturnValue:
    """Give the agenda as a calendar file."""
    return papers.calendar(queries.get_public_training(uid), address=request.path.rpartition("/")[0])


@bp.get("/<uuid:uid>/agenda.pdf")
@guard.public
@limits.limiter.limit("30 per minute")
def agenda_paper(uid: UUID) -> ResponseReturnValue:
    """Give the agenda to print, without names of people."""
    return papers.agenda(queries.get_public_training(uid), with_trainers=False)
