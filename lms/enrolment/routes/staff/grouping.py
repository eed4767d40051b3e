"""Doors of the organiser: the groups of a training."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.enrolment import actions, queries
from lms.enrolment.models import TrainingGroup
from lms.enrolment.routes.staff.door import bp, runnable, ticked
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import guard


@bp.route("/trainings/<uuid:uid>/groups", methods=["GET", "POST"])
@guard.signed_in
def groups(uid: UUID) -> ResponseReturnValue:
    """Show a training's groups, and add one by name or one for each office that sent people."""
    training = runnable(uid)
    if request.method == "GET":
        return render_template("enrolment/staff/groups.html", training=training, rows=queries.group_sizes(training.id))
    if "senders" in request.form:
        count = actions.group_by_sender(uid, by=guard.principal(), now=clock.now())
        flash(ngettext("Everybody is in %(num)s group now.", "Everybody is in one of %(num)s groups now.", count),
              "success")  # fmt: skip
        return redirect(url_for(".groups", uid=uid))
    try:
        made = actions.make_group(uid, name=request.form.get("name", ""), by=guard.principal(), now=clock.now())
    except Refused as refusal:
        return _refused(training, refusal)
    return redirect(url_for(".group", uid=made.uid))


@bp.route("/groups/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def group(uid: UUID) -> ResponseReturnValue:
    """Show who is in a group; rename it, and let people in or out."""
    found = queries.get_group_within(guard.principal(), uid)
    if request.method == "GET":
        return _page(found)
    try:
        actions.change_group(uid, name=request.form.get("name", ""), member_uids=ticked(), by=guard.principal())
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        return _page(found, error=str(refusal.message)), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".groups", uid=found.training.uid))


@bp.post("/groups/<uuid:uid>/removal")
@guard.signed_in
def remove_group(uid: UUID) -> ResponseReturnValue:
    """Remove a group; its people stay."""
    training_uid = actions.remove_group(uid, by=guard.principal())
    flash(_("The group is gone; its people stay."), "success")
    return redirect(url_for(".groups", uid=training_uid))


def _page(found: TrainingGroup, error: str = "") -> str:
    people = db.session.scalars(trainings.participations_of(found.training_id)).all()
    return render_template("enrolment/staff/group.html", group=found, training=found.training, people=people,
                           members=queries.members_of(found.id), capacities=capacities(), error=error)  # fmt: skip


def _refused(training: Training, refusal: Refused) -> ResponseReturnValue:
    if isinstance(refusal, Missing):
        raise refusal
    rows = queries.group_sizes(training.id)
    return render_template(
        "enrolment/staff/groups.html", training=training, rows=rows, error=str(refusal.message)
    ), 422  # fmt: skip
