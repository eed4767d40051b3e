"""Self check-in as staff run it: opened, shown on a wall, looked over."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.attendance import actions, queries, rules
from lms.attendance.models import CheckIn, Phase
from lms.attendance.routes import words
from lms.attendance.routes.staff.door import bp
from lms.core import clock, keys
from lms.core.addresses import public_url
from lms.core.errors import Missing
from lms.trainings import queries as trainings
from lms.trainings.models import TrainingSession
from lms.web import guard, qr


@bp.get("/sessions/<uuid:uid>/check-in")
@guard.signed_in
def show_check_in(uid: UUID) -> ResponseReturnValue:
    """Show whether self check-in is open, how many came by it, and what a human may want to look at."""
    session = _markable(uid)
    phases = (Phase.START, Phase.END) if queries.policy(session.training_id).wants_end_mark else (Phase.START,)
    expected = queries.expected_by_capacity(session.training_id)
    found = {phase: queries.find_check_in(session.id, phase) for phase in phases}
    return render_template(
        "attendance/staff/check_in.html", session=session, training=session.training, check_ins=found,
        flagged=queries.flagged_rows(session.id), kept_days=rules.KEPT.days,
        here=queries.count_here(session.id, Phase.START),
        expected=sum(expected.values()), people=words.told_people(expected),
    )  # fmt: skip


@bp.post("/sessions/<uuid:uid>/check-in")
@guard.signed_in
def open_check_in(uid: UUID) -> ResponseReturnValue:
    """Open self check-in and go to the wall, or close it."""
    phase = Phase.END if request.form.get("phase") == "end" else Phase.START
    if request.form.get("act") == "close":
        actions.close_check_in(uid, phase=phase, by=guard.principal(), now=clock.now())
        return redirect(url_for(".show_check_in", uid=uid))
    actions.open_check_in(uid, phase=phase, by=guard.principal(), now=clock.now())
    return redirect(url_for(".show_wall", uid=uid, at="end" if phase == Phase.END else None))


@bp.get("/sessions/<uuid:uid>/wall")
@guard.signed_in
def show_wall(uid: UUID) -> ResponseReturnValue:
    """Show the rotating code for a projector; the page asks for the next one by itself."""
    session = _markable(uid)
    phase = Phase.END if request.args.get("at") == "end" else Phase.START
    opened = queries.find_check_in(session.id, phase)
    if opened is None or opened.closed_at is not None:
        return redirect(url_for(".show_check_in", uid=uid))
    code = rules.code_at(secret_of(opened), clock.now())
    address = f"{public_url()}/h/{opened.code}"
    return render_template(
        "attendance/staff/wall.html", session=session, training=session.training, phase=phase, address=address,
        shown_address=address.partition("://")[2], digits=code, picture=qr.svg(f"{address}/{code}", label=code),
        here=queries.count_here(session.id, phase),
        expected=queries.expected_count(session.training_id),
    )  # fmt: skip


def secret_of(opened: CheckIn) -> bytes:
    """Return the secret from which the codes of a self check-in are made."""
    return keys.derived(f"check-in {opened.uid.hex}")


def _markable(uid: UUID) -> TrainingSession:
    session = trainings.get_session_within(guard.principal(), uid)
    if not trainings.may_mark(guard.principal(), session.id):
        raise Missing
    return session
