"""Doors of the organiser: the people whom offices named, decided in bulk or one by one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.enrolment import actions, queries
from lms.enrolment.models import Nomination
from lms.enrolment.routes.staff.door import bp, ticked
from lms.enrolment.rules.labels import STATE_KINDS, nomination_states
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.trainings.rules.labels import capacities
from lms.web import guard, paging, tables

MOST_EXPORTED = 20_000


@bp.get("/trainings/<uuid:uid>/delegations")
@guard.signed_in
def delegations(uid: UUID) -> ResponseReturnValue:
    """Show who was named for a training, with filters; decide in bulk."""
    who = guard.principal()
    training = trainings.get_training_within(who, uid)
    asked = {key: request.args.get(key, "")[:100] for key in ("q", "state", "capacity", "sort")}
    wanted = queries.WantedNames(text=asked["q"], state=asked["state"], capacity=asked["capacity"], sort=asked["sort"])
    statement = queries.nominations_of(training.id, wanted)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(training, statement, request.args["export"])
    return render_template(
        "enrolment/staff/delegations.html", training=training, asked=asked, plan=queries.find_plan(training.id),
        page=paging.load(statement, page=paging.requested()), counts=queries.counts_by_state(training.id),
        limits=queries.limits_of(training.id), runs=trainings.may_run(who, training.id), address=paging.address,
        undo=request.args.get("undo", type=UUID), states=nomination_states(), state_kinds=STATE_KINDS,
        capacities=capacities(),
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/delegations/decision")
@guard.signed_in
def decide(uid: UUID) -> ResponseReturnValue:
    """Accept or refuse the ticked people; the decision can be taken back."""
    chosen, accepts = ticked(), request.form.get("act") == "accept"
    reason = clean(request.form.get("reason"))[:300]
    if not chosen:
        flash(_("Tick the people first."), "warning")
        return redirect(url_for(".delegations", uid=uid))
    try:
        batch, count = actions.decide(
            uid, chosen, accepts=accepts, by=guard.principal(), now=clock.now(), reason=reason
        )
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        flash(refusal.message, "error")
        return redirect(url_for(".delegations", uid=uid))
    words = (ngettext("%(num)s person is accepted.", "%(num)s people are accepted.", count) if accepts
             else ngettext("%(num)s person is refused.", "%(num)s people are refused.", count))  # fmt: skip
    flash(words, "success" if count else "warning")
    return redirect(url_for(".delegations", uid=uid, undo=batch if count else None))


@bp.post("/trainings/<uuid:uid>/delegations/decisions/<uuid:batch>/undoing")
@guard.signed_in
def undo(uid: UUID, batch: UUID) -> ResponseReturnValue:
    """Take a decision back."""
    count = actions.take_decision_back(uid, batch, by=guard.principal(), now=clock.now())
    flash(ngettext("%(num)s decision was taken back.", "%(num)s decisions were taken back.", count), "success")
    return redirect(url_for(".delegations", uid=uid))


@bp.get("/nominations/<uuid:uid>")
@guard.signed_in
def nomination(uid: UUID) -> ResponseReturnValue:
    """Show one named person with every step and the points."""
    return _draw(queries.get_nomination_within(guard.principal(), uid))


@bp.post("/nominations/<uuid:uid>/points")
@guard.signed_in
def give_points(uid: UUID) -> ResponseReturnValue:
    """Give points by the training's criteria."""
    found = queries.get_nomination_within(guard.principal(), uid)
    given = {}
    for criterion in queries.criteria_of(found.training_id):
        text = request.form.get(f"points-{criterion.uid}", "").strip()
        if text and not (text.isdecimal() and len(text) < 4):
            return _draw(found, error=_("Write a whole number."), status=422)
        if text:
            given[criterion.uid] = int(text)
    try:
        actions.score(uid, given, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        return _draw(found, error=refusal.message, status=422)
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".nomination", uid=uid))


def _draw(found: Nomination, *, error: Any = "", status: int = 200) -> ResponseReturnValue:
    who = guard.principal()
    page = {
        "named": found, "training": found.training, "facts": queries.history_of(found.id), "error": error,
        "criteria": queries.criteria_of(found.training_id), "points": queries.points_of([found.id]).get(found.id, {}),
        "runs": trainings.may_run(who, found.training_id), "is_mine": queries.is_sent_by(who, found.delegation_id),
        "states": nomination_states(), "state_kinds": STATE_KINDS, "capacities": capacities(),
    }  # fmt: skip
    return render_template("enrolment/staff/nomination.html", **page), status


def _export(training: Training, statement: Any, kind: str) -> ResponseReturnValue:
    headings = (_("Office that sends"), _("Full name"), _("NIP"), _("Phone"), _("Office"), _("Region"), _("Capacity"),
                _("State"), _("Reason"), _("Points"), _("Letter of assignment"), _("Date of the letter"), _("Named"),
                _("Stands in for"))  # fmt: skip
    words, names = nomination_states(), capacities()
    rows = [
        (n.delegation.office.name, n.person.shown_name, n.person.nip, n.person.phone,
         n.person.office.name if n.person.office else "", n.region.name, names[n.capacity], words[n.state], n.reason,
         n.points, n.delegation.letter_number, n.delegation.letter_date, n.made_at,
         n.replaces.person.shown_name if n.replaces else "")
        for n in db.session.scalars(statement.limit(MOST_EXPORTED))
    ]  # fmt: skip
    columns = [tables.Column(heading, 20) for heading in headings]
    return tables.export(kind, "delegations", columns, rows, zone=training.zone)
