"""Who accompanies a participant, named by who runs the training."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.surveys import actions
from lms.surveys.routes.staff.door import bp
from lms.web import guard


@bp.post("/participations/<uuid:uid>/mentor")
@guard.signed_in
def name_mentor(uid: UUID) -> ResponseReturnValue:
    """Name somebody of the list, or whoever was written beside it."""
    who = clean(request.form.get("else"))[:254] or request.form.get("person", "")
    for_office = bool(request.form.get("for_office"))
    try:
        mentor, count = actions.name_mentor(uid, who, by=guard.principal(), now=clock.now(), for_office=for_office)
    except Missing:
        raise
    except Refused as refusal:
        flash(refusal.message, "error")
    else:
        said = ngettext("%(name)s accompanies %(num)s person.", "%(name)s accompanies %(num)s people.", count,
                        name=mentor.shown_name)  # fmt: skip
        flash(said, "success")
    return redirect(url_for("trainings_staff.participation", uid=uid))


@bp.post("/participations/<uuid:uid>/mentor/removal")
@guard.signed_in
def unname_mentor(uid: UUID) -> ResponseReturnValue:
    """Ask those near again."""
    actions.unname_mentor(uid, by=guard.principal())
    flash(_("Nobody is named any more: whoever serves or leads the office is asked."), "success")
    return redirect(url_for("trainings_staff.participation", uid=uid))
