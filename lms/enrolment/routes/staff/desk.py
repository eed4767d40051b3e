"""Doors of the desk at the hotel, and slips for the people of one training."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import permissions as accounts
from lms.accounts.rules import MOST_SLIPS
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.enrolment import actions, queries
from lms.enrolment.routes.staff.door import bp, runnable
from lms.trainings import queries as trainings
from lms.trainings.rules.labels import capacities
from lms.trainings.rules.room import Full
from lms.web import guard, slots


@bp.get("/trainings/<uuid:uid>/desk")
@guard.signed_in
def desk(uid: UUID) -> ResponseReturnValue:
    """Search for who stands at the desk, and note who arrived."""
    who, training = guard.principal(), runnable(uid)
    text = request.args.get("q", "").strip()[:100]
    found = queries.expected_at_desk(training.id, text) if text else []
    last = queries.last_arrived(training.id)
    there = [row.id for row in [*found, *last]]
    return render_template(
        "enrolment/staff/desk.html", training=training, text=text, found=found, last=last,
        letters=queries.letters_of(there), silent=queries.silent_of(training.id, there),
        doubles=queries.doubles_in(training.id),
        numbers=trainings.four_numbers([training.id])[training.id], may_merge=accounts.may_merge(who),
        extra=[loaded for _entry, loaded in slots.cards("training.numbers", who, training)], capacities=capacities(),
        is_full=training.capacity is not None and queries.seats_taken(training.id) >= training.capacity,
    )  # fmt: skip


@bp.post("/participations/<uuid:uid>/reception")
@guard.signed_in
def receive(uid: UUID) -> ResponseReturnValue:
    """Note an arrival, with or without the letter."""
    has_letter = request.form.get("letter") == "yes"
    allows_over = bool(request.form.get("allows_over"))
    try:
        came = actions.receive(uid, has_letter=has_letter, by=guard.principal(), now=clock.now(),
                               allows_over=allows_over)  # fmt: skip
    except Full as refusal:
        training = trainings.get_participation_within(guard.principal(), uid).training
        fields = [("letter", request.form.get("letter", ""))]
        page = {"training": training, "message": refusal.message, "fields": fields}
        return render_template("trainings/staff/over.html", back=url_for(".desk", uid=training.uid), **page), 422
    flash(_("%(name)s has arrived. Badge: %(code)s", name=came.name_shown, code=came.badge_code), "success")
    return redirect(url_for(".desk", uid=_training_uid(uid)))


@bp.post("/participations/<uuid:uid>/answers/later")
@guard.signed_in
def put_off(uid: UUID) -> ResponseReturnValue:
    """Let somebody at the desk answer the training's questions later."""
    try:
        came = actions.put_off_answers(uid, reason=request.form.get("reason", ""), by=guard.principal(),
                                       now=clock.now())  # fmt: skip
    except Missing:
        raise
    except Refused as refusal:
        flash(refusal.message, "error")
        return redirect(url_for(".participant_answers", uid=uid, at="desk"))
    flash(_("%(name)s is told to answer the questions later.", name=came.name_shown), "success")
    return redirect(url_for(".desk", uid=came.training.uid))


@bp.post("/participations/<uuid:uid>/reception/undoing")
@guard.signed_in
def undo_reception(uid: UUID) -> ResponseReturnValue:
    """Take an arrival back."""
    came = actions.take_arrival_back(uid, by=guard.principal(), now=clock.now())
    flash(_("The arrival of %(name)s is taken back.", name=came.name_shown), "success")
    return redirect(url_for(".desk", uid=_training_uid(uid)))


@bp.get("/trainings/<uuid:uid>/slips")
@guard.allowed(accounts.may_invite)
def slips(uid: UUID) -> ResponseReturnValue:
    """Show the people of a training without an account, to print their slips with codes."""
    who = guard.principal()
    training = trainings.get_training_within(who, uid)
    people = db.session.scalars(queries.without_account(who, training.id).limit(MOST_SLIPS)).all()
    return render_template("enrolment/staff/slips.html", training=training, people=people)


def _training_uid(participation_uid: UUID) -> UUID:
    return trainings.get_participation_within(guard.principal(), participation_uid).training.uid
