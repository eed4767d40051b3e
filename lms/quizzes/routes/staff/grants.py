"""One attempt more for a person, and an attempt that is put aside."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions
from lms.quizzes.routes.staff.door import bp
from lms.web import guard


@bp.post("/attempts/<uuid:uid>/grants")
@guard.signed_in
def allow_attempt(uid: UUID) -> ResponseReturnValue:
    """Allow one attempt more, put this one aside for it, or hand it in for its person."""
    ends = "end" in request.form
    act: Any = actions.put_aside if "aside" in request.form else actions.allow_attempt
    act = actions.end_attempt if ends else act
    try:
        act(uid, reason=request.form.get("reason", ""), by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
    else:
        words = _("The attempt was handed in.") if ends else _("The person may begin one more attempt.")
        flash(words, "success")
    return redirect(url_for(".attempt", uid=uid))
