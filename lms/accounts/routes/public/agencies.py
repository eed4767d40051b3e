"""Signing in by an agency's own sign-in."""

from dataclasses import asdict

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from lms.accounts import actions
from lms.accounts.actions.agencies import Begun
from lms.accounts.routes import browser
from lms.accounts.routes.public.door import bp, enter
from lms.core import clock
from lms.core.errors import Refused
from lms.settings import Agency
from lms.web import guard, limits

limited = limits.limiter.limit(limits.PUBLIC_LOOK_UPS)
BEGUN, ONWARD = "agency_sign_in", "agency_onward"


@bp.get("/sign-in/agency/<key>")
@guard.public
@limited
def to_agency(key: str) -> ResponseReturnValue:
    """Send the browser to an agency's own sign-in."""
    agency = _get(key)
    try:
        address, begun = actions.agencies.begin(agency, returns_to=_returns_to(agency))
    except Refused as refusal:
        return _sorry(refusal)
    session[BEGUN], session[ONWARD] = asdict(begun), browser.safe_next(request.args.get("next"))
    return redirect(address)


@bp.get("/sign-in/agency/<key>/return")
@guard.public
@limited
def from_agency(key: str) -> ResponseReturnValue:
    """Open this device for the person whom the agency names; what was begun is used up, whatever comes of it."""
    agency, kept, onward = _get(key), session.pop(BEGUN, None), session.pop(ONWARD, "/")
    try:
        who = actions.agencies.finish(
            agency, request.args.to_dict(), begun=Begun(**kept) if kept else None, returns_to=_returns_to(agency),
            device=browser.device(), now=clock.now(), is_demo_site=current_app.config["SETTINGS"].demo,
            is_loopback=browser.is_loopback(),
        )  # fmt: skip
    except Refused as refusal:
        return _sorry(refusal)
    return enter(who, onward=onward)


def _get(key: str) -> Agency:
    agencies: tuple[Agency, ...] = current_app.config["SETTINGS"].agencies
    found = {one.key: one for one in agencies}.get(key)
    if found is None:
        abort(404)
    return found


def _returns_to(agency: Agency) -> str:
    address: str = current_app.config["SETTINGS"].public_url + url_for(".from_agency", key=agency.key)
    return address


def _sorry(refusal: Refused) -> ResponseReturnValue:
    flash(refusal.message, "warning")
    return redirect(url_for(".sign_in"))
