"""Dated facts of an office: partnership, online, closed."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.places import actions, permissions, queries
from lms.places.models import Funding, PartnerStatus
from lms.places.routes.staff import offices
from lms.places.routes.staff.door import bp
from lms.web import guard


@bp.post("/offices/<uuid:uid>/partnerships")
@guard.allowed(permissions.may_keep)
def record_partnership(uid: UUID) -> ResponseReturnValue:
    """Say how an office takes part since a year."""
    found = queries.get_office_within(guard.principal(), uid)
    form = offices.new_partnership_form()
    if not form.validate():
        return offices.show(found, partnership=form)
    try:
        actions.record_partnership(
            uid, programme_id=int(form.programme.data), year=form.year.data or 0,
            status=PartnerStatus(form.status.data), funding=Funding(form.funding.data), by=guard.principal(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return offices.show(found, partnership=form)
    return _done(uid)


@bp.post("/offices/<uuid:uid>/online")
@guard.allowed(permissions.may_keep)
def record_online(uid: UUID) -> ResponseReturnValue:
    """Say since when an office is online, or no longer is."""
    found = queries.get_office_within(guard.principal(), uid)
    form = offices.new_online_form()
    if not form.validate():
        return offices.show(found, online=form)
    try:
        actions.record_online(
            uid, is_online=form.state.data == "online", since=form.since.data, address=form.address.data or "",
            evidence=form.evidence.data or "", by=guard.principal(), now=clock.now(),
            today=clock.today(queries.site().zone),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return offices.show(found, online=form)
    return _done(uid)


@bp.post("/offices/<uuid:uid>/closure")
@guard.allowed(permissions.may_open)
def close_office(uid: UUID) -> ResponseReturnValue:
    """Close an office today, or open it again."""
    day = None if request.form.get("act") == "reopen" else clock.today(queries.site().zone)
    actions.close_office(uid, on=day, by=guard.principal())
    return _done(uid)


def _done(uid: UUID) -> ResponseReturnValue:
    flash(_("Saved."), "success")
    return redirect(url_for(".office", uid=uid))
