"""Doors of the offices that send people: their trainings, letters, names, substitutes."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock, files
from lms.core.errors import Missing, Refused
from lms.core.names import clean
from lms.enrolment import actions, queries
from lms.enrolment.actions.one import Alike
from lms.enrolment.forms import LetterForm, SentForm, letter_form, sent_form
from lms.enrolment.models import Delegation, Nomination, NominationState
from lms.enrolment.routes.staff.door import bp, nominators, ticked
from lms.enrolment.rules import delegations as rules
from lms.enrolment.rules.labels import STATE_KINDS, nomination_states, stages
from lms.places import queries as places
from lms.trainings.models import Capacity
from lms.trainings.rules.labels import capacities
from lms.web import guard, paging


@bp.get("/delegations")
@nominators
def sending() -> ResponseReturnValue:
    """Show the trainings to which offices send people."""
    today = places.today()
    page = paging.load(queries.trainings_taking(today=today), page=paging.requested(), per_page=20, scalars=False)
    return render_template("enrolment/staff/sending.html", page=page, today=today)


@bp.get("/delegations/<uuid:uid>")
@nominators
def sent(uid: UUID) -> ResponseReturnValue:
    """Show the quotas of a training and the people whom one's offices named for it."""
    who = guard.principal()
    training, plan = queries.get_taking(uid)
    named = queries.nominations_sent_by(who, training.id)
    offices = queries.sending_offices(who)
    limits = [limit for limit in queries.limits_of(training.id) if _is_mine(limit, offices)]
    return render_template(
        "enrolment/staff/sent.html", training=training, plan=plan, named=named, limits=limits,
        has_quotas=bool(queries.quota_uids(training.id)), letters=queries.delegations_sent_by(who, training.id),
        takes=_takes(training, plan), me=who.id, stages=stages(), **_words(),
    )  # fmt: skip


@bp.route("/delegations/<uuid:uid>/letters/new", methods=["GET", "POST"])
@nominators
def new_letter(uid: UUID) -> ResponseReturnValue:
    """Begin a delegation with its letter of assignment."""
    training, plan = queries.get_taking(uid)
    form = _letter_form()
    page = {"form": form, "training": training, "plan": plan}
    if request.method == "GET":
        return render_template("enrolment/staff/letter_new.html", **page)
    try:
        if not form.validate():
            return render_template("enrolment/staff/letter_new.html", **page), 422
        made = actions.make_delegation(
            uid, office_uid=UUID(form.office.data), letter_number=form.letter_number.data,
            letter_date=form.letter_date.data, letter=_upload(form), by=guard.principal(), now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("enrolment/staff/letter_new.html", **page), 422
    return redirect(url_for(".letter", uid=made.uid))


@bp.get("/delegations/letters/<uuid:uid>")
@nominators
def letter(uid: UUID) -> ResponseReturnValue:
    """Show a letter and its people; search for those to name, or for a substitute."""
    return _draw(queries.get_delegation_within(guard.principal(), uid), sent_form())


@bp.get("/delegations/letters/<uuid:uid>/file")
@guard.signed_in
def letter_file(uid: UUID) -> Response:
    """Give the scan of a letter to its office and to the organiser."""
    delegation = queries.get_delegation_within(guard.principal(), uid)
    if delegation.letter is None:
        raise Missing
    return send_file(
        files.path_of(delegation.letter), mimetype=delegation.letter.media_type, as_attachment=True,
        download_name=delegation.letter.name,
    )  # fmt: skip


@bp.post("/delegations/letters/<uuid:uid>/people")
@nominators
def name_people(uid: UUID) -> ResponseReturnValue:
    """Name the ticked people under a letter, or the ticked one as a substitute."""
    who, replaces = guard.principal(), request.form.get("replaces", type=UUID)
    chosen = ticked()
    try:
        if replaces is not None:
            named = [actions.substitute(replaces, _one(chosen), by=who, now=clock.now())]
        else:
            named = actions.nominate(uid, chosen, _capacity(), by=who, now=clock.now())
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        flash(refusal.message, "error")
        return redirect(url_for(".letter", uid=uid, q=request.form.get("q") or None, replaces=replaces))
    _tell(named)
    return redirect(url_for(".letter", uid=uid))


@bp.post("/delegations/letters/<uuid:uid>/people/new")
@nominators
def name_new(uid: UUID) -> ResponseReturnValue:
    """Enter somebody of the own office and name this person; who is known already is offered first."""
    who, form = guard.principal(), sent_form()
    delegation = queries.get_delegation_within(who, uid)
    known = request.form.get("person", type=UUID)
    replaces = request.form.get("replaces", type=UUID)
    try:
        if not form.validate():
            return _draw(delegation, form, status=422)
        capacity = Capacity(form.capacity.data)
        if known is not None:
            named = _name_known(uid, known, capacity, replaces)
        else:
            named = actions.nominate_new(
                uid, capacity, by=who, now=clock.now(), replaces=replaces,
                is_somebody_else=request.form.get("person") == "other", **form.person(),
            )  # fmt: skip
    except Alike as refusal:
        return _draw(delegation, form, alike=refusal.people, status=422)
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(delegation, form, status=422)
    _tell([named])
    return redirect(url_for(".letter", uid=uid))


@bp.post("/nominations/<uuid:uid>/waiting")
@nominators
def wait(uid: UUID) -> ResponseReturnValue:
    """Put somebody on the waiting list."""
    named = actions.join_waiting_list(uid, by=guard.principal(), now=clock.now())
    _tell([named])
    return redirect(url_for(".sent", uid=named.training.uid))


@bp.route("/nominations/<uuid:uid>/cancellation", methods=["GET", "POST"])
@nominators
def cancel(uid: UUID) -> ResponseReturnValue:
    """Take a name back, with the reason."""
    named = queries.get_nomination_within(guard.principal(), uid)
    reason, error = clean(request.form.get("reason"))[:300], ""
    if request.method == "POST":
        try:
            actions.cancel_nomination(uid, by=guard.principal(), now=clock.now(), reason=reason)
        except Refused as refusal:
            error = refusal.message
        else:
            flash(_("%(name)s is no longer sent.", name=named.person.shown_name), "success")
            return redirect(url_for(".sent", uid=named.training.uid))
    page = {"named": named, "training": named.training, "reason": reason, "error": error}
    return render_template("enrolment/staff/nomination_cancel.html", **page), 422 if error else 200


@bp.post("/delegations/<uuid:uid>/endorsement")
@nominators
def endorse(uid: UUID) -> ResponseReturnValue:
    """Approve the ticked people for their office."""
    try:
        count = actions.endorse(ticked(), by=guard.principal(), now=clock.now())
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        flash(refusal.message, "error")
    else:
        flash(ngettext("%(num)s name is approved.", "%(num)s names are approved.", count), "success")
    return redirect(url_for(".sent", uid=uid))


def _draw(delegation: Delegation, form: SentForm, *, alike: Any = (), status: int = 200) -> ResponseReturnValue:
    who = guard.principal()
    if not queries.is_sent_by(who, delegation.id):
        raise Missing
    replaces = request.values.get("replaces", type=UUID)
    text = request.values.get("q", "")[:100]
    named = queries.nominations_under(delegation.id)
    inside = {one.person_id: one for one in named}
    plan = queries.find_plan(delegation.training_id)
    asks = bool(queries.questions_of(delegation.training_id))
    answers = queries.answers_of(delegation.training_id, inside) if asks else {}
    page = {
        "delegation": delegation, "training": delegation.training, "named": named, "form": form, "alike": alike,
        "text": text, "found": queries.sendable(who, delegation, text), "most_shown": queries.SHOWN,
        "inside": inside, "asks": asks, "holding": rules.HOLDING,
        "answered": {key for key, one in answers.items() if one.is_complete},
        "takes": _takes(delegation.training, plan),
        "replaces": queries.get_nomination_within(who, replaces) if replaces else None, **_words(),
    }  # fmt: skip
    return render_template("enrolment/staff/letter.html", **page), status


def _name_known(uid: UUID, known: UUID, capacity: Capacity, replaces: UUID | None) -> Nomination:
    who, now = guard.principal(), clock.now()
    if replaces is not None:
        return actions.substitute(replaces, known, by=who, now=now)
    return actions.nominate(uid, [known], capacity, by=who, now=now)[0]


def _tell(named: list[Nomination]) -> None:
    taken = sum(one.state in rules.HOLDING for one in named)
    if taken:
        flash(ngettext("%(num)s person is named.", "%(num)s people are named.", taken), "success")
    for one in named:
        if one.state == NominationState.OVER:
            message = _("%(name)s cannot be sent: %(why)s You may put this person on the waiting list.",
                        name=one.person.shown_name, why=one.reason)  # fmt: skip
            flash(message, "warning")
        if one.state == NominationState.WAITING:
            flash(_("%(name)s is on the waiting list.", name=one.person.shown_name), "success")


def _one(chosen: list[UUID]) -> UUID:
    if len(chosen) != 1:
        raise Refused(_("Choose exactly one substitute."))
    return chosen[0]


def _capacity() -> Capacity:
    wanted = request.form.get("capacity", "")
    if wanted not in set(Capacity):
        raise Refused(_("There is no such capacity."))
    return Capacity(wanted)


def _letter_form() -> LetterForm:
    who = guard.principal()
    offices = queries.sending_offices(who)
    mine = next((one for one in offices if one.id == who.office_id), offices[0] if len(offices) == 1 else None)
    return letter_form(offices, chosen=mine)


def _upload(form: LetterForm) -> tuple[str, bytes] | None:
    file = form.letter.data
    return (file.filename or "", file.read()) if file else None


def _takes(training: Any, plan: Any) -> bool:
    try:
        rules.require_taking(state=training.state, until=plan.until if plan else None, zone=training.zone,
                             now=clock.now())  # fmt: skip
    except Refused:
        return False
    return True


def _is_mine(limit: rules.Limit, offices: Any) -> bool:
    mine = [rules.Sent(limit.capacity, one.id, one.region.reach_code) for one in offices]
    return any(rules.applies(limit, one) for one in mine)


def _words() -> dict[str, Any]:
    return {"states": nomination_states(), "state_kinds": STATE_KINDS, "capacities": capacities()}
