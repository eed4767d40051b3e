"""Self check-in as the people use it: the code on the wall becomes a claim, and the claim a mark.

A code lives about a minute, so it is exchanged for a claim of ten minutes *before* anybody types a password. The claim
stands in the signed cookie of this browser; nothing is written before the person presses the button.
"""

import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.attendance import actions, queries, rules
from lms.attendance.actions.check_ins import Origin
from lms.attendance.forms import STATUS_NAMES, CodeForm
from lms.attendance.models import CheckIn
from lms.attendance.routes.staff.check_ins import secret_of
from lms.core import clock, keys
from lms.core.errors import Refused
from lms.web import guard, limits

bp = Blueprint("attendance_public", __name__, url_prefix="/h")
# Counted per session, not per address: a whole hotel is one address.
guessing = limits.limiter.limit(
    "600 per minute", key_func=lambda: f"check-in {(request.view_args or {}).get('code', '')}"
)


@bp.get("/<code>")
@guard.public
def show(code: str) -> ResponseReturnValue:
    """Ask for the digits on the wall."""
    return _ask(queries.get_open_check_in(code), CodeForm(formdata=None))


@bp.post("/<code>")
@guard.public
@guessing
def create_claim(code: str) -> ResponseReturnValue:
    """Exchange typed digits for a claim."""
    form = CodeForm()
    if not form.validate():
        return _ask(queries.get_open_check_in(code), form)
    return _claim(code, form)


@bp.get("/<code>/<digits>")
@guard.public
@guessing
def scan(code: str, digits: str) -> ResponseReturnValue:
    """Exchange the digits of a scanned QR code for a claim."""
    return _claim(code, CodeForm(formdata=None, digits=digits[:12]))


@bp.get("/<code>/presence")
@guard.signed_in
def confirm(code: str) -> ResponseReturnValue:
    """Ask the signed-in person to say that they are here, or show that they are marked."""
    opened = queries.get_open_check_in(code)
    participation = queries.find_expected(opened.session.training_id, guard.principal().person_id)
    state = queries.find_state(opened.session_id, participation.id, opened.phase) if participation else None
    return render_template(
        "attendance/public/confirm.html", opened=opened, training=opened.session.training, state=state,
        participation=participation, has_claim=_claimed_at(opened) is not None, statuses=STATUS_NAMES,
    )  # fmt: skip


@bp.post("/<code>/presence")
@guard.signed_in
def create(code: str) -> ResponseReturnValue:
    """Mark the signed-in person."""
    claimed_at = _claimed_at(queries.get_open_check_in(code))
    if claimed_at is None:
        flash(_("Please scan the code on the wall again."), "warning")
        return redirect(url_for(".show", code=code))
    try:
        actions.check_in(code, claimed_at=claimed_at, by=guard.principal(), origin=_origin(), now=clock.now())
    except Refused as refusal:
        flash(str(refusal.message), "error")
    return redirect(url_for(".confirm", code=code))


def _claim(code: str, form: Any) -> ResponseReturnValue:
    opened, now = queries.get_open_check_in(code), clock.now()
    held = opened.session
    try:
        rules.require_time(opened.phase, starts_at=held.starts_at, ends_at=held.ends_at, now=now)
    except Refused as refusal:
        form.refuse(refusal)
        return _ask(opened, form)
    if not rules.accepts(secret_of(opened), form.digits.data, now):
        form.digits.errors = [_("This is not the code of this minute. Type the one that is on the wall now.")]
        return _ask(opened, form)
    cookie.permanent = True
    cookie["check_in"] = [opened.uid.hex, int(now.timestamp())]
    return redirect(url_for(".confirm", code=code))


def _ask(opened: CheckIn, form: Any) -> ResponseReturnValue:
    training = opened.session.training
    page = render_template("attendance/public/code.html", opened=opened, training=training, form=form)
    return page, 422 if form.errors or form.form_errors else 200


def _claimed_at(opened: CheckIn) -> datetime | None:
    kept = cookie.get("check_in")
    if not isinstance(kept, list) or kept[0] != opened.uid.hex:
        return None
    return datetime.fromtimestamp(kept[1], UTC)


def _origin() -> Origin:
    """Return keyed hashes of this browser and of its network; neither address nor browser is kept."""
    cookie.setdefault("device", secrets.token_hex(16))
    network = (request.remote_addr or "").rpartition("." if "." in (request.remote_addr or "") else ":")[0]
    return Origin(
        keys.pseudonym(cookie["device"], "check-in device"), keys.pseudonym(network, "check-in network"),
        where=request.form.get("position", "")[:40],
    )  # fmt: skip
