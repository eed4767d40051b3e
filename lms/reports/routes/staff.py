"""The event report, what a training cost, and the bundle that accounts for it."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock, shelf
from lms.core.errors import Missing
from lms.core.jobs import Job, State
from lms.reports import actions, queries, rules
from lms.reports.forms import USUAL_SOURCES, CostForm
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, papers

bp = Blueprint("reports_staff", __name__, url_prefix="/staff")


@bp.get("/trainings/<uuid:uid>/reports")
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show what accounts for a training, and the papers that can be made of it."""
    training = trainings.get_training_within(guard.principal(), uid)
    counts = {
        "pages": len(queries.signed_pages(training.id)),
        "letters": len(queries.letters(training.id)),
        "photos": len(queries.photos(training.id)),
        "decisions": sum(1 for row in trainings.minutes_of(training.id) if row.decision),
        "certificates": len(queries.papers(training.id)),
        "answers": queries.count_answers(training.id),
    }
    may_run = trainings.may_run(guard.principal(), training.id)
    return render_template("reports/staff/show.html", training=training, counts=counts, may_run=may_run)


@bp.get("/trainings/<uuid:uid>/report.pdf")
@guard.signed_in
def event_report(uid: UUID) -> ResponseReturnValue:
    """Answer with the event report as PDF."""
    return papers.answer("reports.event", training=str(uid))


@bp.post("/trainings/<uuid:uid>/bundles")
@guard.signed_in
def create_bundle(uid: UUID) -> ResponseReturnValue:
    """Let the worker make the bundle."""
    job = actions.order_bundle(uid, by=guard.principal())
    return redirect(url_for(".show_bundle", uid=uid, job=job.uid))


@bp.get("/trainings/<uuid:uid>/bundles/<uuid:job>")
@guard.signed_in
def show_bundle(uid: UUID, job: UUID) -> ResponseReturnValue:
    """Show how far a bundle has come; htmx gets the part of the page that changes."""
    training, found = _run(uid, job)
    page = "reports/staff/_bundle.html" if request.headers.get("HX-Request") else "reports/staff/bundle.html"
    return render_template(
        page, training=training, job=found, has_ended=found.state in (State.DONE, State.FAILED),
        is_there=shelf.find(found.uid, now=clock.now()) is not None,
    )  # fmt: skip


@bp.get("/trainings/<uuid:uid>/bundles/<uuid:job>.zip")
@guard.signed_in
def download_bundle(uid: UUID, job: UUID) -> Response:
    """Answer with the bundle."""
    _training, found = _run(uid, job)
    path = shelf.find(found.uid, now=clock.now()) if found.state == State.DONE else None
    if path is None:
        raise Missing
    answer = Response(path.read_bytes(), mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.result["name"]}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.route("/trainings/<uuid:uid>/costs", methods=["GET", "POST"])
@guard.signed_in
def costs(uid: UUID) -> ResponseReturnValue:
    """Show what a training costs, and add a line."""
    training = actions.get_run_training(guard.principal(), uid)
    form = CostForm()
    if form.validate_on_submit():
        actions.save_cost(uid, None, by=guard.principal(), now=clock.now(), **form.line())
        flash(_("Saved."), "success")
        return redirect(url_for(".costs", uid=uid))
    lines = queries.costs(training.id)
    page = render_template(
        "reports/staff/costs.html", training=training, form=form, lines=lines, sources=USUAL_SOURCES,
        spent=queries.spent(training.id, lines), by_source=rules.by_source(lines),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@bp.route("/trainings/<uuid:uid>/costs/<uuid:line>", methods=["GET", "POST"])
@guard.signed_in
def edit_cost(uid: UUID, line: UUID) -> ResponseReturnValue:
    """Change a line of the budget."""
    training = actions.get_run_training(guard.principal(), uid)
    row = next((one for one in queries.costs(training.id) if one.uid == line), None)
    if row is None:
        raise Missing
    form = CostForm(obj=row)
    if form.validate_on_submit():
        actions.save_cost(uid, line, by=guard.principal(), now=clock.now(), **form.line())
        flash(_("Saved."), "success")
        return redirect(url_for(".costs", uid=uid))
    page = render_template("reports/staff/cost.html", training=training, form=form, line=row, sources=USUAL_SOURCES)
    return page, 422 if form.errors else 200


@bp.post("/trainings/<uuid:uid>/costs/<uuid:line>/removal")
@guard.signed_in
def remove_cost(uid: UUID, line: UUID) -> ResponseReturnValue:
    """Take a line out of the budget."""
    actions.remove_cost(uid, line, by=guard.principal(), now=clock.now())
    return redirect(url_for(".costs", uid=uid))


def _run(uid: UUID, job_uid: UUID) -> tuple[Training, Job]:
    training = actions.get_run_training(guard.principal(), uid)
    job = queries.find_bundle(training, job_uid)
    if job is None:
        raise Missing
    return training, job
