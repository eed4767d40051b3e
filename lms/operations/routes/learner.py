"""The progress of one's own work in the background, and the paper that it made."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import shelf
from lms.core.errors import Missing
from lms.core.jobs import Job
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
    pdf = papers.read(job) if _paper(job) else None
    if pdf is None:
        raise Missing
    return papers.as_pdf(pdf, job.result["name"])


@bp.post("/jobs/<uuid:uid>/paper/removal")
@guard.signed_in
def remove_paper(uid: UUID) -> ResponseReturnValue:
    """Take one's own paper away before its time, as whoever has printed secrets will."""
    job = queries.get_job_within(guard.principal(), uid)
    if job.by != guard.principal().id or job.name != papers.JOB:
        raise Missing
    shelf.take_away(job.uid)
    return redirect(url_for(".show_job", uid=uid))


def _paper(job: Job) -> dict[str, Any]:
    """Return what the page of a drawn paper says; empty for other work and others' secrets.

    Missing where it is out of reach by now.
    """
    if not papers.is_for(guard.principal(), job):
        return {}
    paper, subject = papers.subject_within(guard.principal(), job)
    return {
        "name": paper.label, "about": paper.title(subject), "back": paper.back(subject), "door": job.facts["door"],
        "is_there": papers.is_there(job), "is_paper": True, "is_secret": paper.is_secret,
    }  # fmt: skip
