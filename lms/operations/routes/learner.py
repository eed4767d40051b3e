"""The progress of one's own work in the background, and the paper that it made."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.core import clock, shelf
from lms.core.errors import Missing
from lms.core.jobs import Job, State
from lms.operations import permissions, queries, rules
from lms.web import guard, papers

bp = Blueprint("operations_learner", __name__)


@bp.get("/jobs/<uuid:uid>")
@guard.signed_in
def show_job(uid: UUID) -> ResponseReturnValue:
    """Show how far a piece of work has come; htmx gets the part of the page that changes."""
    job = queries.get_job_within(guard.principal(), uid)
    page = "operations/learner/_job.html" if request.headers.get("HX-Request") else "operations/learner/job.html"
    facts = {"name": rules.job_name(job.name), **_paper(job)}
    return render_template(
        page, job=job, has_ended=rules.has_ended(job), problem=rules.problem_in_words(job),
        may_run=permissions.may_run(guard.principal()), state=rules.STATE_NAMES[job.state],
        kind=rules.STATE_KINDS[job.state], **facts,
    )  # fmt: skip


@bp.get("/jobs/<uuid:uid>/paper.pdf")
@guard.signed_in
def show_paper(uid: UUID) -> ResponseReturnValue:
    """Answer with the paper that a job has drawn, to whoever asked for it and still may see it."""
    job = queries.get_job_within(guard.principal(), uid)
    path = shelf.find(job.uid, now=clock.now()) if _paper(job) else None
    if path is None or job.state != State.DONE:
        raise Missing
    return papers.as_pdf(path.read_bytes(), job.result["name"])


def _paper(job: Job) -> dict[str, Any]:
    """Return what the page of a drawn paper says; empty for other work, Missing where it is out of reach by now."""
    if job.name != papers.JOB:
        return {}
    paper, subject = papers.subject_within(guard.principal(), job)
    return {
        "name": paper.label, "about": paper.title(subject), "back": paper.back(subject), "door": job.facts["door"],
        "is_there": papers.is_there(job), "is_paper": True,
    }  # fmt: skip
