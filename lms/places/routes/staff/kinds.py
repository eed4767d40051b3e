"""Kinds of offices: add, rename, retire and bring back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import actions, permissions, queries
from lms.places.forms import OfficeKindForm
from lms.places.routes.staff.door import bp
from lms.web import guard


@bp.get("/office-kinds")
@guard.allowed(permissions.may_settle)
def office_kinds() -> ResponseReturnValue:
    """Show the kinds of offices with how many offices are of each."""
    return _draw(OfficeKindForm(formdata=None, ids="new"))


@bp.post("/office-kinds")
@guard.allowed(permissions.may_settle)
def save_office_kind() -> ResponseReturnValue:
    """Add a kind, or rename the one that the form names."""
    key = request.form.get("key") or None
    form = OfficeKindForm(ids=key or "new")
    try:
        if not form.validate():
            return _draw(form, key=key, status=422)
        actions.save_office_kind(key, label=form.named(), is_library=form.is_library.data, by=guard.principal())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(form, key=key, status=422)
    flash(_("Saved."), "success")
    return redirect(url_for(".office_kinds"))


@bp.post("/office-kinds/<key>/retirement")
@guard.allowed(permissions.may_settle)
def retire_office_kind(key: str) -> ResponseReturnValue:
    """Offer a kind no longer, or again."""
    back = request.form.get("act") == "back"
    try:
        actions.retire_office_kind(key, by=guard.principal(), on=clock.today(queries.site().zone), back=back)
    except Missing:
        raise
    except Refused as refusal:
        flash(refusal.message, "error")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for(".office_kinds"))


def _draw(sent: OfficeKindForm, *, key: str | None = None, status: int = 200) -> ResponseReturnValue:
    """Draw the list; the form that was sent stands open where it belongs."""
    rows = []
    for kind in queries.office_kinds(with_retired=True):
        form = OfficeKindForm(formdata=None, ids=kind.key, is_library=kind.is_library)
        form.show("name", kind.label)
        rows.append((kind, sent if kind.key == key else form))
    new = OfficeKindForm(formdata=None, ids="new") if key else sent
    page = {"rows": rows, "new": new, "counts": queries.offices_by_kind()}
    return render_template("places/staff/office_kinds.html", **page), status
