"""The agenda of a training."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.addresses import public_url
from lms.core.errors import Refused
from lms.places import queries as places
from lms.trainings import actions, queries
from lms.trainings.forms import ReasonForm, session_form
from lms.trainings.models import Training, TrainingSession
from lms.trainings.routes import papers
from lms.trainings.routes.staff.door import bp, consequences, staff, warn_of_clashes
from lms.trainings.rules import agenda as rules
from lms.web import guard, tables
from lms.web.filters import clock as time_of_day
from lms.web.filters import jp


@bp.get("/trainings/<uuid:uid>/agenda")
@staff
def agenda(uid: UUID) -> ResponseReturnValue:
    """Show the sessions of a training by day."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    sessions = queries.sessions_of(training.id)
    trainers = queries.trainers_of(session.id for session in sessions)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(training, sessions, trainers, request.args["export"])
    clashes: dict[int, list[Any]] = {}
    for clash in queries.clashes_of(training.id):
        clashes.setdefault(clash.session_id, []).append(clash)
    total = sum(session.jp for session in sessions if session.counts and session.cancelled_at is None)
    doubts, whole = _doubts(sessions)
    return render_template(
        "trainings/staff/agenda.html", training=training, days=rules.by_day(sessions, training.zone), trainers=trainers,
        clashes=clashes, total=total, runs=queries.may_run(who, training.id), doubts=doubts, whole=whole,
        calendar_url=public_url() + url_for("trainings_public.agenda_file", uid=uid),
    )  # fmt: skip


@bp.get("/trainings/<uuid:uid>/agenda.pdf")
@staff
def agenda_paper(uid: UUID) -> ResponseReturnValue:
    """Give the agenda to print, with rooms, trainers and lesson hours."""
    training = queries.get_training_within(guard.principal(), uid)
    return papers.agenda(training, with_trainers=True)


@bp.get("/trainings/<uuid:uid>/agenda.ics")
@staff
def agenda_file(uid: UUID) -> ResponseReturnValue:
    """Give the agenda as a calendar file."""
    training = queries.get_training_within(guard.principal(), uid)
    return papers.calendar(training, address=url_for(".agenda", uid=uid))


@bp.route("/trainings/<uuid:uid>/sessions/new", methods=["GET", "POST"])
@staff
def new_session(uid: UUID) -> ResponseReturnValue:
    """Add a session."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    form = session_form(training)
    if request.method == "GET":
        return render_template("trainings/staff/session_new.html", form=form, training=training)
    try:
        if not form.validate():
            return render_template("trainings/staff/session_new.html", form=form, training=training), 422
        made = actions.make_session(uid, **form.session_facts(training.zone), trainer_uids=form.trainer_uids(), by=who)
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("trainings/staff/session_new.html", form=form, training=training), 422
    warn_of_clashes(training, made)
    flash(_("The session is saved."), "success")
    return redirect(url_for(".agenda", uid=uid))


@bp.route("/sessions/<uuid:uid>/facts", methods=["GET", "POST"])
@staff
def edit_session(uid: UUID) -> ResponseReturnValue:
    """Change or move a session; where it was marked already, what that does is said first."""
    who = guard.principal()
    session = queries.get_session_within(who, uid)
    training = queries.get_training_within(who, session.training.uid)
    form = session_form(training, session)
    said = consequences("session.consequences", session, "move")
    page = {"form": form, "training": training, "session": session, "sentences": said}
    if request.method == "GET":
        return render_template("trainings/staff/session_edit.html", **page)
    try:
        if not form.validate():
            return render_template("trainings/staff/session_edit.html", **page), 422
        facts = form.session_facts(training.zone)
        if said and _moves(session, facts) and not form.understood.data:
            message = _("Read what this does, and say so.")
            raise Refused(message, fields={"understood": message})
        actions.change_session(uid, **facts, trainer_uids=form.trainer_uids(), by=who)
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("trainings/staff/session_edit.html", **page), 422
    warn_of_clashes(training, queries.get_session_within(who, uid))
    flash(_("The session is saved."), "success")
    return redirect(url_for(".agenda", uid=training.uid))


@bp.route("/sessions/<uuid:uid>/cancellation", methods=["GET", "POST"])
@staff
def cancel_session(uid: UUID) -> ResponseReturnValue:
    """Say what cancelling a session does, then cancel it."""
    who, form = guard.principal(), ReasonForm()
    session = queries.get_session_within(who, uid)
    sentences = [*_loss(session), *consequences("session.consequences", session, "cancel")]
    page = {"form": form, "session": session, "training": session.training, "sentences": sentences}
    if request.method == "GET":
        return render_template("trainings/staff/session_cancel.html", **page)
    try:
        if not form.validate():
            return render_template("trainings/staff/session_cancel.html", **page), 422
        actions.cancel_session(uid, by=who, now=clock.now(), reason=form.reason.data)
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("trainings/staff/session_cancel.html", **page), 422
    flash(_("The session is cancelled."), "success")
    return redirect(url_for(".agenda", uid=session.training.uid))


@bp.post("/sessions/<uuid:uid>/restoration")
@staff
def restore_session(uid: UUID) -> ResponseReturnValue:
    """Let a cancelled session take place after all."""
    who = guard.principal()
    session = queries.get_session_within(who, uid)
    actions.restore_session(uid, by=who)
    flash(_("The session takes place again."), "success")
    return redirect(url_for(".agenda", uid=session.training.uid))


def _moves(session: TrainingSession, facts: dict[str, Any]) -> bool:
    return any(facts[key] != getattr(session, key) for key in ("starts_at", "ends_at", "jp", "counts"))


def _loss(session: TrainingSession) -> list[str]:
    total = sum(s.jp for s in queries.sessions_of(session.training_id) if s.counts and s.cancelled_at is None)
    if not session.counts or not session.jp:
        return [_("This session does not count for the attendance.")]
    return [
        _("The lesson hours of the training fall from %(old)s to %(new)s.", old=jp(total), new=jp(total - session.jp)),
        _("Marks that were made stay in the records, but no longer count."),
    ]


def _doubts(sessions: Sequence[TrainingSession]) -> tuple[dict[int, rules.Doubt], rules.Doubt | None]:
    """Return where lesson hours disagree with minutes: by session, and of the whole agenda."""
    jp_minutes = places.site().jp_minutes
    held = [(s.id, rules.minutes_between(s.starts_at, s.ends_at), s.jp) for s in sessions if s.cancelled_at is None]
    found = {key: rules.doubt_of(minutes, jp, jp_minutes=jp_minutes) for key, minutes, jp in held}
    whole = rules.total_doubt([(minutes, jp) for _key, minutes, jp in held], jp_minutes=jp_minutes)
    return {key: doubt for key, doubt in found.items() if doubt is not None}, whole


def _export(
    training: Training, sessions: Sequence[TrainingSession], trainers: dict[int, list[Any]], kind: str
) -> ResponseReturnValue:
    headings = (_("Day"), _("Begins"), _("Ends"), _("Really began"), _("Title"), _("Module"), _("Room"), _("Trainers"),
                _("JP"), _("State"))  # fmt: skip
    rows = [
        (clock.local(s.starts_at, training.zone).date(), time_of_day(s.starts_at, training.zone),
         time_of_day(s.ends_at, training.zone), time_of_day(s.actual_starts_at, training.zone), s.title,
         s.module.title if s.module else "", s.room, ", ".join(p.name_shown for p in trainers.get(s.id, [])),
         s.jp / 100, _("Cancelled") if s.cancelled_at else "")
        for s in sessions
    ]  # fmt: skip
    return tables.export(kind, "agenda", [tables.Column(heading, 20) for heading in headings], rows)
