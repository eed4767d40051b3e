"""Staff doors of enrolment: one person by form, many from a spreadsheet."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, Missing, Refused
from lms.core.jobs import Job, State
from lms.enrolment import actions, queries
from lms.enrolment.actions.one import Alike
from lms.enrolment.forms import PersonForm, confirm_form, person_form, upload_form
from lms.enrolment.models import DraftState, ImportDraft
from lms.enrolment.routes.staff.door import bp, offices_in_reach, runnable
from lms.enrolment.rules.asked_rows import headings_with
from lms.enrolment.spreadsheet.mending import changes_in, rows_in
from lms.places import queries as places
from lms.questionnaires.rules import Kind
from lms.trainings.models import Capacity, Step
from lms.trainings.rules.room import Full
from lms.web import guard, tables

SHOWN = 50
MENDABLE = ("name", "sex", "phone", "nip", "email", "office", "region", "position", "capacity")


@bp.route("/trainings/<uuid:uid>/people/new", methods=["GET", "POST"])
@guard.signed_in
def add_person(uid: UUID) -> ResponseReturnValue:
    """Add one person; who is known already is offered first."""
    training = runnable(uid)
    form = person_form(offices_in_reach())
    at_desk = request.values.get("at") == "desk"
    page: dict[str, Any] = {"form": form, "training": training, "alike": [], "at_desk": at_desk}
    if request.method == "GET":
        if at_desk:
            form.step.data, form.full_name.data = Step.ARRIVED.value, request.args.get("name", "")[:120]
        return render_template("enrolment/staff/person.html", **page)
    try:
        if not form.validate():
            return render_template("enrolment/staff/person.html", **page), 422
        made = _add(uid, form)
    except Alike as refusal:
        return render_template("enrolment/staff/person.html", **{**page, "alike": refusal.people}), 422
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("enrolment/staff/person.html", **page, is_full=isinstance(refusal, Full)), 422
    flash(_("%(name)s is in the training.", name=made.name_shown), "success")
    if at_desk and queries.silent_of(training.id, [made.id]):
        return redirect(url_for(".participant_answers", uid=made.uid, at="desk"))
    return redirect(url_for(".desk" if at_desk else "trainings_staff.people", uid=uid))


@bp.get("/imports/template.<kind>")
@guard.signed_in
def template(kind: str) -> ResponseReturnValue:
    """Give the file to fill in, with headings and examples."""
    if kind not in {"xlsx", "csv"}:
        raise Missing
    locale = str(get_locale())
    training = request.args.get("training", type=UUID)
    asked = queries.questions_of(runnable(training).id) if training else []
    headings, rows = headings_with(asked).template(locale)
    columns = [tables.Column(*heading) for heading in headings]
    return tables.export(kind, "peserta" if locale == "id" else "people", columns, rows)


@bp.route("/trainings/<uuid:uid>/import", methods=["GET", "POST"])
@guard.signed_in
def upload(uid: UUID) -> ResponseReturnValue:
    """Take a file of people and check it; nobody is added yet."""
    training = runnable(uid)
    form = upload_form()
    asks_files = [one for one in queries.questions_of(training.id) if one["kind"] == Kind.FILE]
    page = {"form": form, "training": training, "asks_files": asks_files}
    if request.method == "GET":
        return render_template("enrolment/staff/upload.html", **page)
    try:
        if not form.validate():
            return render_template("enrolment/staff/upload.html", **page), 422
        file = form.file.data
        draft = actions.make_draft(
            uid, file.read(), name=file.filename or "", step=Step(form.step.data), by=guard.principal(), now=clock.now()
        )
    except Refused as refusal:
        form.refuse(Refused(refusal.message, fields={"file": refusal.message}))
        return render_template("enrolment/staff/upload.html", **page), 422
    return redirect(url_for(".draft", uid=draft.uid))


@bp.get("/imports/<uuid:uid>")
@guard.signed_in
def draft(uid: UUID) -> ResponseReturnValue:
    """Show what an import would do, or what it did."""
    found = queries.get_draft(guard.principal(), uid)
    if found.state != DraftState.DRAFT:
        job = db.session.get(Job, found.job_id) if found.job_id else None
        page = {"draft": found, "training": found.training, "job": job, "is_late": job and job.state == State.FAILED}
        return render_template("enrolment/staff/result.html", **page)
    return _draw(found)


@bp.post("/imports/<uuid:uid>/rows")
@guard.signed_in
def change_rows(uid: UUID) -> ResponseReturnValue:
    """Save the mended rows and check again."""
    asked = queries.questions_of(queries.get_draft(guard.principal(), uid).training_id)
    changes = changes_in(request.form.items(), headings_with(asked).by_field)
    gone = rows_in(request.form.getlist("leave_out"))
    version = request.form.get("version", type=int)
    try:
        actions.change_rows(uid, changes, leave_out=gone, by=guard.principal(), version=version)
    except Conflict as refusal:
        flash(refusal.message, "warning")
    return redirect(url_for(".draft", uid=uid))


@bp.post("/imports/<uuid:uid>/leaving-out")
@guard.signed_in
def leave_out(uid: UUID) -> ResponseReturnValue:
    """Leave out every row with a problem."""
    count = actions.leave_out_bad(uid, by=guard.principal())
    flash(_("%(n)s rows were left out.", n=count), "success")
    return redirect(url_for(".draft", uid=uid))


@bp.post("/imports/<uuid:uid>/confirmation")
@guard.signed_in
def confirm(uid: UUID) -> ResponseReturnValue:
    """Add the people."""
    found = queries.get_draft(guard.principal(), uid)
    form = confirm_form(places.office_kinds())
    try:
        actions.confirm(uid, by=guard.principal(), now=clock.now(), office_kind_id=form.kind_id(),
                        allows_over=form.allows_over.data)  # fmt: skip
    except Refused as refusal:
        return _draw(found, error=refusal.message, status=422)
    return redirect(url_for(".draft", uid=uid))


@bp.post("/imports/<uuid:uid>/discarding")
@guard.signed_in
def discard(uid: UUID) -> ResponseReturnValue:
    """Throw an import away."""
    training_uid = queries.get_draft(guard.principal(), uid).training.uid
    actions.discard(uid, by=guard.principal())
    flash(_("The import was thrown away; nobody was added."), "success")
    return redirect(url_for("trainings_staff.people", uid=training_uid))


def _draw(found: ImportDraft, *, error: Any = "", status: int = 200) -> ResponseReturnValue:
    seen = queries.preview(found)
    columns = headings_with(queries.questions_of(found.training_id)).by_field
    page = {"draft": found, "training": found.training, "seen": seen, "bad": seen.bad[:SHOWN], "error": error,
            "doubtful": seen.doubtful[:SHOWN], "fields": MENDABLE, "columns": columns, "beyond": seen.beyond[:SHOWN],
            "no_seat": {row.n for row in seen.beyond},
            "sample": seen.rows[:SHOWN], "form": confirm_form(places.office_kinds())}  # fmt: skip
    return render_template("enrolment/staff/draft.html", **page), status


def _add(uid: UUID, form: PersonForm) -> Any:
    facts = {key: form[key].data for key in ("full_name", "degree_before", "degree_after", "phone", "nip", "position")}
    return actions.add_person(
        uid, Capacity(form.capacity.data), by=guard.principal(), now=clock.now(), step=Step(form.step.data),
        person_uid=request.form.get("person", type=UUID), is_somebody_else=request.form.get("person") == "other",
        allows_over=form.allows_over.data,
        sex=form.sex.data or None, office_id=int(form.office_id.data) if form.office_id.data else None, **facts,
    )  # fmt: skip
