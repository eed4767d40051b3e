"""Opening, closing, reopening and cancelling a training: what it does is said first."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.trainings import actions, queries
from lms.trainings.forms import ReasonForm, RemarkForm
from lms.trainings.models import Training
from lms.trainings.routes.staff.door import bp, consequences, staff
from lms.web import guard


@bp.route("/trainings/<uuid:uid>/state/<act>", methods=["GET", "POST"])
@staff
def state(uid: UUID, act: str) -> ResponseReturnValue:
    """Say what an act does, ask for its reason, and do it."""
    if act not in {"open", "close", "reopen", "cancel"}:
        abort(404)
    who, form = guard.principal(), ReasonForm() if act in {"reopen", "cancel"} else RemarkForm()
    training = queries.get_training_within(who, uid)
    if not queries.may_run(who, training.id):
        raise Refused(_("You may not change this training."))
    if request.method == "GET":
        return _draw(training, act, form)
    try:
        if not form.validate():
            return _draw(training, act, form, 422)
        _do(uid, act, form.reason.data, who)
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(training, act, form, 422)
    flash(_DONE[act](), "success")
    return redirect(url_for(".show", uid=uid))


def _do(uid: UUID, act: str, reason: str, who: Principal) -> None:
    now = clock.now()
    if act == "open":
        actions.open_training(uid, by=who, now=now)
    elif act == "close":
        actions.close(uid, by=who, now=now, reason=reason)
    elif act == "reopen":
        actions.reopen(uid, by=who, now=now, reason=reason)
    else:
        actions.cancel(uid, by=who, now=now, reason=reason)


def _draw(training: Training, act: str, form: ReasonForm | RemarkForm, status: int = 200) -> ResponseReturnValue:
    sentences = [*_own(training, act), *consequences("training.consequences", training, act)]
    titles = {"open": _("Open this training"), "close": _("Close this training"),
              "reopen": _("Reopen this training"), "cancel": _("Cancel this training")}  # fmt: skip
    page = {"training": training, "act": act, "form": form, "sentences": sentences, "title": titles[act]}
    return render_template("trainings/staff/state.html", **page), status


def _own(training: Training, act: str) -> list[str]:
    numbers = queries.four_numbers([training.id])[training.id]
    if act == "open":
        return [_("People may be added and marked, and visitors see the training if it is public.")]
    if act == "close":
        return [
            _("Nobody can be added or marked any more; %(n)s participants have arrived.", n=numbers.arrived),
            _("Who is eligible is decided from the attendance as it stands now."),
        ]
    if act == "reopen":
        return [_("People may be added and marked again. What was earned before stays with its date.")]
    return [
        _("%(n)s participants are registered; they stay in the records.", n=numbers.registered),
        _("The training gives no lesson hours and no certificates."),
    ]


_DONE = {
    "open": lambda: _("The training is open."),
    "close": lambda: _("The training is closed."),
    "reopen": lambda: _("The training is open again."),
    "cancel": lambda: _("The training is cancelled."),
}
