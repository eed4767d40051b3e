"""Minutes of a training, and the decisions that wait."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.trainings import actions, queries
from lms.trainings.forms import MinuteForm, minute_form
from lms.trainings.models import Outcome, Training
from lms.trainings.routes import papers
from lms.trainings.routes.staff.door import bp, staff
from lms.trainings.rules.agenda import by_session
from lms.trainings.rules.labels import outcomes
from lms.web import guard, paging


@bp.route("/trainings/<uuid:uid>/minutes", methods=["GET", "POST"])
@staff
def minutes(uid: UUID) -> ResponseReturnValue:
    """Show the minutes of a training, and add an item."""
    training = queries.get_training_within(guard.principal(), uid)
    form = minute_form(training)
    if request.method == "GET":
        return _draw(training, form)
    try:
        if not form.validate():
            return _draw(training, form), 422
        actions.write_item(uid, **form.item_facts(), by=guard.principal(), now=clock.now())
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        form.refuse(refusal)
        return _draw(training, form), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".minutes", uid=uid))


@bp.get("/trainings/<uuid:uid>/minutes.pdf")
@staff
def minutes_paper(uid: UUID) -> Response:
    """Give the minutes to print and to sign."""
    training = queries.get_training_within(guard.principal(), uid)
    return papers.minutes(training)


@bp.route("/minutes/<uuid:uid>", methods=["GET", "POST"])
@staff
def edit_item(uid: UUID) -> ResponseReturnValue:
    """Correct an item of the minutes."""
    row = queries.get_item_within(guard.principal(), uid)
    form = minute_form(row.training, row)
    page: dict[str, Any] = {"form": form, "row": row, "training": row.training}
    if request.method == "GET":
        return render_template("trainings/staff/minute.html", **page)
    try:
        if not form.validate():
            return render_template("trainings/staff/minute.html", **page), 422
        actions.change_item(uid, **form.item_facts(), by=guard.principal())
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        form.refuse(refusal)
        return render_template("trainings/staff/minute.html", **page), 422
    flash(_("Saved."), "success")
    return redirect(url_for(".minutes", uid=row.training.uid))


@bp.post("/minutes/<uuid:uid>/outcome")
@staff
def settle_item(uid: UUID) -> ResponseReturnValue:
    """Say what became of a decision."""
    said = request.form.get("outcome", "")
    if said not in set(Outcome):
        raise Missing
    row = actions.settle_item(uid, Outcome(said), by=guard.principal(), now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for(".minutes", uid=row.training.uid))


@bp.post("/minutes/<uuid:uid>/removal")
@staff
def remove_item(uid: UUID) -> ResponseReturnValue:
    """Take an item out of the minutes."""
    row = actions.remove_item(uid, by=guard.principal(), now=clock.now())
    return redirect(url_for(".minutes", uid=row.training.uid))


@bp.get("/decisions")
@staff
def decisions() -> ResponseReturnValue:
    """Show the decisions of all trainings in reach that wait."""
    page = paging.load(queries.open_decisions(guard.principal()), page=paging.requested(), per_page=30)
    today = clock.today(places.site().zone)
    return render_template("trainings/staff/decisions.html", page=page, today=today)


def _draw(training: Training, form: MinuteForm) -> str:
    items = queries.minutes_of(training.id)
    return render_template(
        "trainings/staff/minutes.html", training=training, form=form, groups=by_session(items), outcomes=outcomes(),
        today=clock.today(training.zone), may_write=queries.may_add_files(guard.principal(), training.id),
        waiting=sum(1 for one in items if one.decision and one.outcome == Outcome.OPEN),
    )  # fmt: skip
