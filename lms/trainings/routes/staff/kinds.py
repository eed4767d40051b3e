"""Kinds of training on a programme's page."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.places import permissions as places
from lms.trainings import actions
from lms.trainings.forms import KindForm
from lms.trainings.routes.staff.door import bp
from lms.web import guard


@bp.post("/programmes/<slug>/training-kinds")
@guard.allowed(places.may_settle)
def save_kind(slug: str) -> ResponseReturnValue:
    """Add a kind of training, or rename one."""
    form = KindForm()
    if not form.validate():
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "error")
        return redirect(url_for("places_staff.programme", slug=slug))
    key = request.form.get("key") or None
    actions.save_kind(slug, key, label=form.named(), is_replication=form.is_replication.data, by=guard.principal())
    flash(_("Saved."), "success")
    return redirect(url_for("places_staff.programme", slug=slug))
