"""Badges of a training as PDF."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from lms.attendance.routes.staff.door import bp
from lms.web import guard, papers


@bp.get("/trainings/<uuid:uid>/badges.pdf")
@guard.signed_in
def show_badges(uid: UUID) -> ResponseReturnValue:
    """Answer with the badges of everyone who is expected, or of those who are named (`?person=`), four on a page."""
    chosen = ",".join(sorted(set(request.args.getlist("person"))))
    return papers.answer("attendance.badges", training=str(uid), people=chosen)
