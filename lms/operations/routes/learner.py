"""The progress of one's own work in the background."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.operations import permissions, queries, rules
from lms.web import guard

bp = Blueprint("operations_learner", __name__)


@bp.get("/jobs/<uuid:uid>")
@guard.signed_in
def show_job(uid: UUID) -> ResponseReturnValue:
    """Show how far a piece of work has come; htmx gets the part of the page that changes."""
    job = queries.get_job_within(guard.principal(), uid)
    page = "operations/learner/_job.html" if request.headers.get("HX-Request") else "operations/learner/job.html"
    return render_template(
        page, job=job, name=rules.job_name(job.name), has_ended=rules.has_ended(job),
        problem=rules.problem_in_words(job), may_run=permissions.may_run(guard.principal()),
        state=rules.STATE_NAMES[job.state], kind=rules.STATE_KINDS[job.state],
    )  # fmt: skip
