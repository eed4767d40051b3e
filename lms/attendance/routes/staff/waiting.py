"""What waits for a human: marks that contradict each other, and codes that nobody knew."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.attendance import actions, queries
from lms.attendance.forms import METHOD_NAMES, STATUS_NAMES, CodeOwnerForm, DecisionForm, RoomsForm
from lms.attendance.routes.staff.door import bp
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.trainings import queries as trainings
from lms.web import guard


@bp.get("/trainings/<uuid:uid>/conflicts")
@guard.signed_in
def conflicts(uid: UUID) -> ResponseReturnValue:
    """Show both marks of every contradiction, side by side: who, when and how."""
    training = trainings.get_training_within(guard.principal(), uid)
    return render_template(
        "attendance/staff/conflicts.html", training=training, found=queries.contradictions(training.id),
        two_rooms=queries.in_two_rooms(training.id),
        statuses={status.value: name for status, name in STATUS_NAMES.items()}, methods=METHOD_NAMES,
        markable={session.id for session in queries.markable_sessions(guard.principal(), training)},
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/conflicts")
@guard.signed_in
def decide(uid: UUID) -> ResponseReturnValue:
    """Choose one of two marks, having seen both."""
    form = DecisionForm()
    chosen = form.chosen()
    if chosen is None:
        raise Missing
    actions.decide_conflict(chosen, seen=form.seen(), reason=form.reason.data, by=guard.principal(), now=clock.now())
    flash(_("Decided."))
    return redirect(url_for(".conflicts", uid=uid))


@bp.post("/trainings/<uuid:uid>/conflicts/rooms")
@guard.signed_in
def decide_rooms(uid: UUID) -> ResponseReturnValue:
    """Say in which of two rooms somebody was."""
    form = RoomsForm()
    both = form.both()
    if both is None:
        raise Missing
    actions.decide_rooms(uid, both, right=form.holds(), reason=form.reason.data or "", by=guard.principal(),
                         now=clock.now())  # fmt: skip
    flash(_("Decided."))
    return redirect(url_for(".conflicts", uid=uid))


@bp.get("/trainings/<uuid:uid>/codes")
@guard.signed_in
def codes(uid: UUID) -> ResponseReturnValue:
    """Show the codes that nobody knew, each to be given to a person or discarded."""
    return _codes_page(uid, CodeOwnerForm(formdata=None)), 200


@bp.post("/trainings/<uuid:uid>/codes")
@guard.signed_in
def settle_code(uid: UUID) -> ResponseReturnValue:
    """Say whose a code is, or that it is nobody's."""
    form = CodeOwnerForm()
    is_discarded = request.form.get("act") == "discard"
    try:
        count = actions.settle_code(
            uid, form.code.data or "", person=None if is_discarded else form.owner(), reason=form.reason.data,
            by=guard.principal(), now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _codes_page(uid, form), 422
    flash(ngettext("%(num)s scan settled.", "%(num)s scans settled.", count))
    return redirect(url_for(".codes", uid=uid))


def _codes_page(uid: UUID, form: CodeOwnerForm) -> str:
    training = queries.get_run_training(guard.principal(), uid)
    by_code: dict[str, list[object]] = {}
    for mark in queries.unknown_codes(training.id):
        by_code.setdefault(mark.raw_code, []).append(mark)
    return render_template(
        "attendance/staff/codes.html", training=training, by_code=by_code, form=form,
        people=queries.expected(training.id), sessions={s.id: s for s in trainings.sessions_of(training.id)},
    )  # fmt: skip
