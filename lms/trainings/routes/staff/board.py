"""The agenda as a board: sessions are dragged, or moved by the keyboard, to another time, day or room."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.trainings import actions, queries
from lms.trainings.routes.staff.door import bp, consequences, staff, warn_of_clashes
from lms.trainings.rules import board as rules
from lms.web import guard


@bp.get("/trainings/<uuid:uid>/agenda/board")
@staff
def board(uid: UUID) -> ResponseReturnValue:
    """Show each day of a training with its rooms side by side."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    held = [session for session in queries.sessions_of(training.id) if session.cancelled_at is None]
    clashes: dict[int, list[Any]] = {}
    for clash in queries.clashes_of(training.id):
        clashes.setdefault(clash.session_id, []).append(clash)
    return render_template(
        "trainings/staff/board.html", training=training, days=rules.lanes(held, training), clashes=clashes,
        trainers=queries.trainers_of([session.id for session in held]),
        moves=queries.may_run(who, training.id) and training.state in {"draft", "open"},
    )  # fmt: skip


@bp.post("/sessions/<uuid:uid>/place")
@staff
def place_session(uid: UUID) -> ResponseReturnValue:
    """Let a session begin at another time, in another room; it stays as long as it is."""
    who = guard.principal()
    session = queries.get_session_within(who, uid)
    training = queries.get_training_within(who, session.training.uid)
    if consequences("session.consequences", session, "move"):
        flash(_("This session was marked already. Move it here, where it is said what that does."), "warning")
        return redirect(url_for(".edit_session", uid=uid))
    starts_at = _asked(training.zone)
    try:
        actions.change_session(uid, starts_at=starts_at, ends_at=starts_at + (session.ends_at - session.starts_at),
                               room=clean(request.form.get("room"))[:120], by=who)  # fmt: skip
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        flash(str(refusal.message), "error")
        return redirect(url_for(".board", uid=training.uid))
    warn_of_clashes(training, queries.get_session_within(who, uid))
    flash(_("The session is saved."), "success")
    return redirect(url_for(".board", uid=training.uid))


def _asked(zone: str) -> datetime:
    """Return the moment that the board asks for: a day, and minutes from its midnight."""
    minutes = request.form.get("minutes", -1, type=int)
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise Missing from error
    if not (0 <= minutes < 24 * 60 and 1900 <= day.year < 2200):
        raise Missing
    return clock.at(day, minutes // 60, minutes % 60, zone)
