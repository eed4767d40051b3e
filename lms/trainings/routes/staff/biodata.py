"""Biodata forms, filled in as far as the records go, to be completed and signed by hand."""

from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue

from lms.core.errors import Missing
from lms.trainings import queries
from lms.trainings.routes import papers
from lms.trainings.routes.staff.door import bp, staff
from lms.web import guard
from lms.web import papers as drawn


@bp.get("/trainings/<uuid:uid>/biodata.pdf")
@staff
def biodata(uid: UUID) -> ResponseReturnValue:
    """Give the forms of everybody in a training, one on a page."""
    return drawn.answer("trainings.biodata", training=str(uid))


@bp.get("/participations/<uuid:uid>/biodata.pdf")
@staff
def biodata_of_one(uid: UUID) -> Response:
    """Give the form of one person."""
    who = guard.principal()
    part = queries.get_participation_within(who, uid)
    if not queries.may_run(who, part.training_id):
        raise Missing
    return papers.biodata_of_one(part)
