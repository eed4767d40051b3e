"""Biodata forms, filled in as far as the records go, to be completed and signed by hand."""

from uuid import UUID

from flask import Response

from lms.core.errors import Missing
from lms.trainings import queries
from lms.trainings.routes import papers
from lms.trainings.routes.staff.door import bp, staff
from lms.web import guard


@bp.get("/trainings/<uuid:uid>/biodata.pdf")
@staff
def biodata(uid: UUID) -> Response:
    """Give the forms of everybody in a training, one on a page."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    if not queries.may_run(who, training.id):
        raise Missing
    return papers.biodata(training, queries.people_for_forms(training.id))


@bp.get("/participations/<uuid:uid>/biodata.pdf")
@staff
def biodata_of_one(uid: UUID) -> Response:
    """Give the form of one person."""
    who = guard.principal()
    part = queries.get_participation_within(who, uid)
    if not queries.may_run(who, part.training_id):
        raise Missing
    return papers.biodata(part.training, queries.people_for_forms(part.training_id, only=part.id))
