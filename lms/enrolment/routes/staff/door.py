"""The staff blueprint, and what its doors share."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, request
from flask_babel import gettext as _

from lms.core.db import db
from lms.core.errors import Refused
from lms.enrolment import permissions
from lms.places import queries as places
from lms.places.models import Office
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard

bp = Blueprint("enrolment_staff", __name__, url_prefix="/staff")
nominators = guard.allowed(permissions.may_nominate)


def runnable(uid: UUID) -> Training:
    """Return a training that the reader may change."""
    training = trainings.get_training_within(guard.principal(), uid)
    if not trainings.may_run(guard.principal(), training.id):
        raise Refused(_("You may not change this training."))
    return training


def offices_in_reach() -> Sequence[Office]:
    """Return the offices that a form offers: those within reach, at most 600."""
    return db.session.scalars(places.offices_within(guard.principal()).order_by(Office.sort_name).limit(600)).all()


def ticked(name: str = "chosen") -> list[UUID]:
    """Return the rows that were ticked; what is no uid is left out."""
    found = []
    for text in request.form.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
