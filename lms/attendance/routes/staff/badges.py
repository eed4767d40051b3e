"""Badges of a training as PDF."""

from uuid import UUID

from flask import Response, request

from lms.attendance import queries
from lms.attendance.routes.badges import print_badges
from lms.attendance.routes.staff.door import bp
from lms.web import guard


@bp.get("/trainings/<uuid:uid>/badges.pdf")
@guard.signed_in
def show_badges(uid: UUID) -> Response:
    """Answer with the badges of everyone who is expected, or of those who are named (`?person=`), four on a page."""
    training = queries.get_run_training(guard.principal(), uid)
    chosen = set(request.args.getlist("person"))
    rows = [row for row in queries.expected(training.id) if not chosen or str(row.uid) in chosen]
    return print_badges(training, rows)
