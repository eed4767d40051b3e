"""Quarantine as staff see it: look, let in, or discard with a reason."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from lms.core import clock
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.sync import actions, queries
from lms.sync.forms import DiscardForm
from lms.sync.routes.door import bp
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard


def waiting_note(principal: Principal, training: Training) -> dict[str, int]:
    """Return how many facts of a training wait, for its attendance page."""
    may_run = trainings.may_run(principal, training.id)
    return {"quarantined": queries.count_waiting(training.id) if may_run else 0}


@bp.get("/staff/trainings/<uuid:uid>/quarantine")
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show what waits for a human, and what humans did."""
    return _page(uid, DiscardForm(formdata=None)), 200


@bp.post("/staff/trainings/<uuid:uid>/quarantine")
@guard.signed_in
def settle(uid: UUID) -> ResponseReturnValue:
    """Let the chosen facts in, or discard them with a reason."""
    form = DiscardForm()
    chosen = [found for text in request.form.getlist("chosen") if (found := _uid(text))]
    try:
        if request.form.get("act") == "discard":
            count = actions.discard(uid, chosen, reason=form.reason.data, by=guard.principal(), now=clock.now())
            flash(ngettext("%(num)s mark discarded.", "%(num)s marks discarded.", count))
        else:
            count = actions.accept(uid, chosen, by=guard.principal(), now=clock.now())
            flash(ngettext("%(num)s mark let in.", "%(num)s marks let in.", count))
    except Refused as refusal:
        form.refuse(refusal)
        return _page(uid, form), 422
    return redirect(url_for(".show", uid=uid))


def _page(uid: UUID, form: DiscardForm) -> str:
    training = queries.get_run_training(guard.principal(), uid)
    waiting, settled = queries.quarantined(training.id), queries.quarantined(training.id, settled=True)
    return render_template(
        "sync/staff/quarantine.html", training=training, waiting=waiting, settled=settled, form=form,
        told=queries.told([*waiting, *settled]),
    )  # fmt: skip


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
