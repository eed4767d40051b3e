"""A split, a merger or a renumbering of a region: asked, shown as it would be, then recorded."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.places import actions, permissions, queries
from lms.places.forms import RegionChangeForm
from lms.places.models import Region
from lms.places.routes.staff.door import bp
from lms.web import guard

PART = "part-"


@bp.route("/regions/<uuid:uid>/change", methods=["GET", "POST"])
@guard.allowed(permissions.may_settle)
def change_region(uid: UUID) -> ResponseReturnValue:
    """Ask what happens to a region; show what becomes of all that lies in it; record it once that was seen."""
    region, form = queries.get_region(uid), RegionChangeForm()
    if not form.validate_on_submit() or "back" in request.form:
        return _draw(region, form, status=422 if form.errors or form.form_errors else 200)
    change = _change(form)
    try:
        found = actions.require_possible(region, change, today=_today())
        if "confirmed" not in request.form:
            return _preview(region, form, change, found)
        actions.change_region(uid, change, by=guard.principal(), today=_today())
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(region, form, status=422)
    flash(_("The change of %(name)s is recorded.", name=region.name), "success")
    return redirect(url_for(".region", uid=uid))


def _draw(region: Region, form: RegionChangeForm, *, status: int) -> ResponseReturnValue:
    return render_template("places/staff/region_change.html", region=region, form=form), status


def _preview(
    region: Region, form: RegionChangeForm, change: actions.Change, found: dict[str, Region | None]
) -> ResponseReturnValue:
    regions, offices = queries.parts_of(region)
    into = {code: one.name if one else change.names[code] for code, one in found.items()}
    page = {
        "region": region, "form": form, "change": change, "into": into, "parts": [*regions, *offices],
        "new": [code for code, one in found.items() if one is None], "prefix": PART,
    }  # fmt: skip
    return render_template("places/staff/region_preview.html", **page)


def _change(form: RegionChangeForm) -> actions.Change:
    names = form.names()
    parts = {}
    for key, code in request.form.items():
        if key.startswith(PART) and (uid := _uid(key.removeprefix(PART))):
            parts[uid] = code
    return actions.Change(on=form.on.data, codes=tuple(names), names={c: n for c, n in names.items() if n},
                          goes_on=form.goes_on.data, note=form.note.data or "", parts=parts)  # fmt: skip


def _today() -> date:
    return clock.today(queries.site().zone)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
