"""Doors of how a training takes delegations: last day, approval, quotas, criteria."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.enrolment import actions, queries
from lms.enrolment.forms import CriterionForm, PlanForm, QuotaForm, plan_form, quota_form
from lms.enrolment.routes.staff.door import bp, runnable
from lms.trainings.models import Capacity, Training
from lms.trainings.rules.labels import capacities
from lms.web import guard


@bp.get("/trainings/<uuid:uid>/delegations/rules")
@guard.signed_in
def plan(uid: UUID) -> ResponseReturnValue:
    """Show how a training takes delegations."""
    return _draw(runnable(uid))


@bp.post("/trainings/<uuid:uid>/delegations/rules")
@guard.signed_in
def save_plan(uid: UUID) -> ResponseReturnValue:
    """Let a training take delegations until a day."""
    training = runnable(uid)
    form = plan_form(queries.find_plan(training.id))
    if not form.validate():
        return _draw(training, plan=form, status=422)
    actions.set_plan(uid, until=form.until.data, stages=int(form.stages.data), by=guard.principal())
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".plan", uid=uid))


@bp.post("/trainings/<uuid:uid>/quotas")
@guard.signed_in
def save_quota(uid: UUID) -> ResponseReturnValue:
    """Set a quota of a region or an office."""
    training = runnable(uid)
    form = quota_form(training)
    try:
        if not form.validate():
            return _draw(training, quota=form, status=422)
        actions.set_quota(
            uid, **form.place(), capacity=Capacity(form.capacity.data), seats=form.seats.data or 0,
            by=guard.principal(), now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(training, quota=form, status=422)
    flash(_("The quota is set."), "success")
    return redirect(url_for(".plan", uid=uid))


@bp.post("/trainings/<uuid:uid>/quotas/<uuid:quota_uid>/removal")
@guard.signed_in
def drop_quota(uid: UUID, quota_uid: UUID) -> ResponseReturnValue:
    """Take a quota away."""
    actions.drop_quota(uid, quota_uid, by=guard.principal(), now=clock.now())
    flash(_("The quota is gone; who was sent under it stays."), "success")
    return redirect(url_for(".plan", uid=uid))


@bp.post("/trainings/<uuid:uid>/criteria")
@guard.signed_in
def add_criterion(uid: UUID) -> ResponseReturnValue:
    """Add what applications are chosen by."""
    training, form = runnable(uid), CriterionForm()
    if not form.validate():
        return _draw(training, criterion=form, status=422)
    actions.add_criterion(uid, label=form.label.data, most=form.most.data or 1, by=guard.principal())
    flash(_("The criterion is added."), "success")
    return redirect(url_for(".plan", uid=uid))


@bp.post("/trainings/<uuid:uid>/criteria/<uuid:criterion_uid>/removal")
@guard.signed_in
def end_criterion(uid: UUID, criterion_uid: UUID) -> ResponseReturnValue:
    """No longer choose by a criterion."""
    actions.end_criterion(uid, criterion_uid, by=guard.principal(), now=clock.now())
    flash(_("The criterion is gone; the points that were given stay."), "success")
    return redirect(url_for(".plan", uid=uid))


def _draw(
    training: Training, *, plan: PlanForm | None = None, quota: QuotaForm | None = None,
    criterion: CriterionForm | None = None, status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    kept = queries.find_plan(training.id)
    page: dict[str, Any] = {
        "training": training, "kept": kept, "plan": plan or plan_form(kept), "quota": quota or quota_form(training),
        "criterion": criterion or CriterionForm(), "limits": queries.limits_of(training.id),
        "quota_uids": queries.quota_uids(training.id), "criteria": queries.criteria_of(training.id),
        "capacities": capacities(),
    }  # fmt: skip
    return render_template("enrolment/staff/plan.html", **page), status
