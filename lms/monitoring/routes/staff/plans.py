"""Action plans within reach: the list of promises, one person's plan, comments."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.monitoring import actions, permissions
from lms.monitoring.forms import ITEM_STATE_KINDS, ITEM_STATES, CommentForm
from lms.monitoring.queries import plans
from lms.monitoring.routes.staff import bp
from lms.monitoring.rules import plans as rules
from lms.places import queries as places
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard, paging, tables
from lms.web.tables import Column


@bp.get("/plans")
@guard.allowed(permissions.may_see_reports)
def list_plans() -> ResponseReturnValue:
    """Show what people within reach promised, and what became of it."""
    return _list(None)


@bp.get("/trainings/<uuid:uid>/plans")
@guard.signed_in
def training_plans(uid: UUID) -> ResponseReturnValue:
    """Show what the people of one training promised."""
    return _list(trainings.get_training_within(guard.principal(), uid))


@bp.route("/plans/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show_plan(uid: UUID) -> ResponseReturnValue:
    """Show somebody's plan with its notes, and take a comment."""
    plan, form = plans.get_plan_within(guard.principal(), uid), CommentForm()
    if form.validate_on_submit():
        try:
            actions.comment(uid, form.words.data, by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Your comment stands on the plan."), "success")
            return redirect(url_for(".show_plan", uid=uid))
    training = plan.participation.training
    page = render_template(
        "monitoring/staff/plan.html", plan=plan, training=training, form=form, items=plans.items_of(plan.id),
        notes=plans.notes_of(plan.id), states=ITEM_STATES, state_kinds=ITEM_STATE_KINDS,
        is_overdue=rules.is_overdue, today=clock.today(training.zone),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


def _list(training: Training | None) -> ResponseReturnValue:
    who, today = guard.principal(), places.today()
    text, state = request.args.get("q", "")[:100], request.args.get("state", "")
    state = state if state in {"overdue", *ITEM_STATES} else ""
    training_id = training.id if training else None
    statement = plans.item_rows(who, today=today, text=text, state=state, training_id=training_id)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(request.args["export"], statement, today)
    return render_template(
        "monitoring/staff/plans.html", training=training, page=paging.load(statement, page=paging.requested()),
        counts=plans.counts_by_state(who, today=today, training_id=training_id), text=text, state=state, today=today,
        states=ITEM_STATES, state_kinds=ITEM_STATE_KINDS, is_overdue=rules.is_overdue, address=paging.address,
    )  # fmt: skip


def _export(kind: str, statement: Any, today: Any) -> ResponseReturnValue:
    columns = [
        Column(_("Name"), 30), Column(_("Office"), 36), Column(_("Training"), 40), Column(_("What will be done"), 48),
        Column(_("Where"), 24), Column(_("With whom"), 24), Column(_("Until when"), 12), Column(_("State"), 14),
        Column(_("Overdue"), 10), Column(_("Realised by"), 48),
    ]  # fmt: skip
    rows = (
        [one.plan.participation.name_shown, one.plan.participation.office_shown, one.plan.participation.training.title,
         one.what, one.place, one.with_whom, one.due, str(ITEM_STATES[one.state.value]),
         _("yes") if rules.is_overdue(one.due, one.state, today=today) else "",
         one.report.title if one.report else one.training.title if one.training else ""]
        for one in db.session.scalars(statement)
    )  # fmt: skip
    return tables.export(kind, "action-plans", columns, rows)
