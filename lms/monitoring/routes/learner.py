"""One's own action plans: promises, where they stand, evidence."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock, files
from lms.core.errors import Missing, Refused
from lms.monitoring import actions
from lms.monitoring.actions import Note
from lms.monitoring.forms import ITEM_STATE_KINDS, ITEM_STATES, ProgressForm, PromiseForm
from lms.monitoring.models import ItemState, PlanItem
from lms.monitoring.queries import plans
from lms.monitoring.rules import plans as rules
from lms.places import queries as places
from lms.questionnaires.rules import Upload
from lms.trainings.models import Participation
from lms.web import guard
from lms.web.filters import day

bp = Blueprint("monitoring_learner", __name__, url_prefix="/my/plans")


@bp.get("/")
@guard.signed_in
def index() -> ResponseReturnValue:
    """Show my trainings with what I promised after each."""
    today = places.today()
    rows = plans.plannable(_me(), today=today)
    return render_template("monitoring/learner/plans.html", rows=rows)


@bp.route("/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show my plan after a training, and add a promise to it."""
    mine, form = plans.get_planning(_me(), uid), PromiseForm()
    if form.validate_on_submit():
        try:
            actions.add_item(uid, form.promise(), by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Added to your plan."), "success")
            return redirect(url_for(".show", uid=uid))
    return _draw_plan(mine, form)


@bp.route("/items/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def item(uid: UUID) -> ResponseReturnValue:
    """Show one promise, and note where it stands, with evidence."""
    found = plans.get_own_item(_me(), uid)
    form = _progress_form(found)
    if not form.is_submitted():
        form.state.data, form.realised_by.data = found.state.value, _realised(found)
    elif form.validate():
        try:
            actions.note_progress(uid, _note(form), by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Noted."), "success")
            return redirect(url_for(".item", uid=uid))
    return _draw_item(found, form, PromiseForm(formdata=None, obj=found))


@bp.post("/items/<uuid:uid>/words")
@guard.signed_in
def change(uid: UUID) -> ResponseReturnValue:
    """Change what I promised."""
    found, form = plans.get_own_item(_me(), uid), PromiseForm()
    if form.validate():
        try:
            actions.change_item(uid, form.promise(), by=guard.principal())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".item", uid=uid))
    progress = _progress_form(found, empty=True)
    progress.state.data, progress.realised_by.data = found.state.value, _realised(found)
    return _draw_item(found, progress, form)


@bp.post("/items/<uuid:uid>/removal")
@guard.signed_in
def remove(uid: UUID) -> ResponseReturnValue:
    """Take a promise out of my plan."""
    gone = actions.remove_item(uid, by=guard.principal(), now=clock.now())
    flash(_("Taken out of your plan."), "success")
    return redirect(url_for(".show", uid=gone.plan.participation.uid))


@bp.get("/evidence/<uuid:uid>")
@guard.signed_in
def evidence(uid: UUID) -> Response:
    """Give a file of evidence to whom the plan belongs and to those within whose reach it is."""
    note = plans.get_note(uid)
    if note.file is None or not plans.may_see_plan(guard.principal(), note.plan_id):
        raise Missing
    return send_file(files.path_of(note.file), mimetype=note.file.media_type, as_attachment=True,
                     download_name=note.file.name)  # fmt: skip


def _me() -> int:
    return guard.principal().person_id or 0


def _draw_plan(mine: Participation, form: PromiseForm) -> ResponseReturnValue:
    training, plan = mine.training, plans.find_plan(mine.id)
    today = clock.today(training.zone)
    page = render_template(
        "monitoring/learner/plan.html", training=training, mine=mine, form=form, today=today,
        items=plans.items_of(plan.id) if plan else [], notes=plans.notes_of(plan.id) if plan else [],
        states=ITEM_STATES, state_kinds=ITEM_STATE_KINDS, is_overdue=rules.is_overdue,
        may_plan=rules.may_plan(
            state=training.state, starts=training.starts, is_self_paced=training.is_self_paced, today=today
        ),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


def _draw_item(found: PlanItem, form: ProgressForm, promise: PromiseForm) -> ResponseReturnValue:
    training = found.plan.participation.training
    page = render_template(
        "monitoring/learner/item.html", item=found, training=training, form=form, promise=promise,
        notes=[note for note in plans.notes_of(found.plan_id) if note.item_id in (found.id, None)],
        states=ITEM_STATES, state_kinds=ITEM_STATE_KINDS, is_overdue=rules.is_overdue, today=clock.today(training.zone),
    )  # fmt: skip
    wrong = form.errors or form.form_errors or promise.errors or promise.form_errors
    return page, 422 if wrong else 200


def _progress_form(found: PlanItem, *, empty: bool = False) -> ProgressForm:
    form = ProgressForm(formdata=None) if empty else ProgressForm()
    reports, replications = plans.realising(found.plan.participation)
    choices: dict[str, Any] = {"": _("nothing that was reported yet")}
    for report in [*filter(None, [found.report]), *reports]:
        choices[f"report:{report.uid}"] = _("Report: %(title)s, %(day)s", title=report.title, day=day(report.on_day))
    for training in [*filter(None, [found.training]), *replications]:
        choices[f"training:{training.uid}"] = _("Replication: %(title)s", title=training.title)
    form.realised_by.choices = list(choices.items())
    return form


def _realised(found: PlanItem) -> str:
    if found.report is not None:
        return f"report:{found.report.uid}"
    return f"training:{found.training.uid}" if found.training is not None else ""


def _note(form: ProgressForm) -> Note:
    sent = form.file.data
    upload = Upload(sent.filename or "", sent.read()) if sent else None
    if upload is not None and upload.data and (problem := upload.problem):
        raise Refused(problem, fields={"file": problem})
    return Note(
        words=form.words.data or "", link=form.link.data, state=ItemState(form.state.data),
        realised_by=form.realised_by.data, upload=upload if upload and upload.data else None,
    )  # fmt: skip
