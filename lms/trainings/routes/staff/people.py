"""The people of a training."""

from itertools import groupby
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.names import clean
from lms.trainings import actions, queries
from lms.trainings.models import Capacity, Participation, Step, Training
from lms.trainings.routes.staff.door import bp, staff
from lms.trainings.rules.labels import capacities, steps
from lms.trainings.rules.room import Full
from lms.web import guard, paging, slots, tables

MOST_EXPORTED = 20_000


@bp.get("/trainings/<uuid:uid>/people")
@staff
def people(uid: UUID) -> ResponseReturnValue:
    """Show who takes part, by delegation or by name."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    chosen = {key: request.args.get(key, "")[:100] for key in ("q", "capacity", "step", "region", "sort")}
    statement = queries.people_rows(
        training.id, text=chosen["q"], capacity=chosen["capacity"], step=chosen["step"], region_code=chosen["region"],
        sort=chosen["sort"],
    )  # fmt: skip
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(training, statement, request.args["export"])
    page = paging.load(statement, page=paging.requested())
    return render_template(
        "trainings/staff/people.html", training=training, page=page, groups=_delegations(page.items, chosen["sort"]),
        chosen=chosen, capacities=capacities(), runs=queries.may_run(who, training.id), address=paging.address,
        numbers=queries.four_numbers([training.id])[training.id],
        extra=[loaded for _entry, loaded in slots.cards("training.numbers", who, training)],
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/arrivals")
@staff
def arrivals(uid: UUID) -> ResponseReturnValue:
    """Note that the ticked people were received at the desk, or take that back."""
    arrived = request.form.get("act") != "undo"
    uids = [UUID(text) for text in request.form.getlist("uid") if _is_uuid(text)]
    back = request.form.get("back", "")
    back = back if back.startswith("/staff/trainings/") else url_for(".people", uid=uid)
    try:
        count = actions.mark_arrived(
            uid, uids, by=guard.principal(), now=clock.now(), arrived=arrived, allows_over=_allows_over()
        )
    except Full as refusal:
        return over_capacity(queries.get_training_within(guard.principal(), uid), refusal, back)
    if not uids:
        flash(_("Tick the people first."), "warning")
    elif arrived:
        flash(ngettext("%(num)s person has arrived.", "%(num)s people have arrived.", count), "success")
    else:
        flash(ngettext("%(num)s arrival was taken back.", "%(num)s arrivals were taken back.", count), "success")
    return redirect(back)


@bp.get("/participations/<uuid:uid>")
@staff
def participation(uid: UUID) -> ResponseReturnValue:
    """Show one person's part in a training, with every step."""
    who = guard.principal()
    found = queries.get_participation_within(who, uid)
    return _draw(found)


@bp.post("/participations/<uuid:uid>/showing")
@staff
def choose_showing(uid: UUID) -> ResponseReturnValue:
    """Note what somebody said about being shown on photos."""
    may_show = request.form.get("show") == "yes"
    actions.choose_showing(uid, may_show=may_show, by=guard.principal(), now=clock.now())
    flash(_("Saved."), "success")
    return redirect(url_for(".participation", uid=uid))


@bp.post("/participations/<uuid:uid>/steps")
@staff
def take_step(uid: UUID) -> ResponseReturnValue:
    """Take a step: arrived, withdrew, returned."""
    who = guard.principal()
    found = queries.get_participation_within(who, uid)
    wanted = request.form.get("step", "")
    if wanted not in {Step.ARRIVED, Step.NOT_ARRIVED, Step.WITHDREW, Step.RETURNED, Step.REGISTERED}:
        raise Refused(_("There is no such step."))
    try:
        reason = clean(request.form.get("reason"))[:300]
        actions.record_step(uid, Step(wanted), by=who, now=clock.now(), reason=reason, allows_over=_allows_over())
    except Full as refusal:
        return over_capacity(found.training, refusal, url_for(".participation", uid=uid))
    except Refused as refusal:
        return _draw(found, error=refusal.message, reason=request.form.get("reason", ""), status=422)
    flash(_("%(name)s: the step is noted.", name=found.name_shown), "success")
    return redirect(url_for(".participation", uid=uid))


@bp.post("/participations/<uuid:uid>/capacity")
@staff
def change_capacity(uid: UUID) -> ResponseReturnValue:
    """Let a person take part as something else."""
    who = guard.principal()
    found = queries.get_participation_within(who, uid)
    wanted = request.form.get("capacity", "")
    if wanted not in set(Capacity):
        raise Refused(_("There is no such capacity."))
    try:
        actions.change_capacity(uid, Capacity(wanted), by=who, allows_over=_allows_over())
    except Full as refusal:
        return over_capacity(found.training, refusal, url_for(".participation", uid=uid))
    except Refused as refusal:
        return _draw(found, error=refusal.message, status=422)
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".participation", uid=uid))


def over_capacity(training: Training, refusal: Full, back: str) -> ResponseReturnValue:
    """Say that there is no seat, and offer to do the same again with the word of who runs the training."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] not in {"csrf_token", "allows_over"}]
    page = {"training": training, "message": refusal.message, "fields": fields, "back": back}
    return render_template("trainings/staff/over.html", **page), 422


def _allows_over() -> bool:
    return bool(request.form.get("allows_over"))


def _draw(found: Participation, *, error: Any = "", reason: str = "", status: int = 200) -> ResponseReturnValue:
    who = guard.principal()
    page = {"facts": queries.facts_of(found.id), "may_show": queries.may_be_shown(found.id),
            "runs": queries.may_run(who, found.training_id), "steps": steps(),
            "capacities": capacities(), "error": error, "reason": reason}  # fmt: skip
    return (
        render_template("trainings/staff/participation.html", participation=found, training=found.training, **page),
        status,
    )


def _delegations(rows: Any, sort: str) -> list[tuple[tuple[str, str], list[Participation]]]:
    """Group a page of people by province and regency, and by office."""
    if sort == "name":
        return [(("", ""), list(rows))] if rows else []

    def delegation(row: Participation) -> tuple[str, str]:
        path = []
        region = row.region
        while region is not None:
            path.append(region.name)
            region = region.parent
        return " – ".join(path[::-1][:2]), row.office_shown

    return [(key, list(part)) for key, part in groupby(rows, key=delegation)]


def _export(training: Training, statement: Any, kind: str) -> ResponseReturnValue:
    headings = (_("Full name"), _("Title before the name"), _("Degree after the name"), _("Sex"), _("Phone"),
                _("E-mail"), _("Civil servant number"), _("Position"), _("Office"),
                _("Regency/City"), _("Capacity"), _("Person ID"),
                _("Invited"), _("Registered"), _("Arrived"), _("Withdrew"))  # fmt: skip
    names, more = capacities(), slots.cards("people.columns", guard.principal(), training)
    rows = [
        (p.person.full_name, p.person.degree_before, p.person.degree_after, p.person.sex, p.person.phone,
         p.person.email, p.person.nip, p.position_shown, p.office_shown,
         p.region.code if p.region else "", names[p.capacity],
         str(p.person.uid), p.invited_at, p.registered_at, p.arrived_at, p.withdrawn_at,
         *(loaded["cells"].get(p.id, "") for _entry, loaded in more))
        for p in db.session.scalars(statement.limit(MOST_EXPORTED))
    ]  # fmt: skip
    columns = [tables.Column(heading, 20) for heading in (*headings, *(entry.label for entry, _loaded in more))]
    return tables.export(kind, "people", columns, rows, zone=training.zone)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
