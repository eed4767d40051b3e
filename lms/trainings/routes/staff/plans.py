"""Planning, changing and copying a training."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.places.models import Programme
from lms.trainings import actions, queries
from lms.trainings.forms import CopyForm, OpeningForm, TrainingForm, training_form
from lms.trainings.routes.staff.door import bp, planners, staff
from lms.web import guard


@bp.route("/trainings/new", methods=["GET", "POST"])
@planners
def new() -> ResponseReturnValue:
    """Plan a training of a programme."""
    who, programme = guard.principal(), _programme()
    form = training_form(who, programme)
    if request.method == "GET":
        return _draw(form, programme)
    if not form.validate():
        return _draw(form, programme, 422)
    try:
        training = actions.make_training(
            **form.training_facts(), is_self_paced=form.is_self_paced.data, programme_id=programme.id,
            modules=form.modules(), by=who, now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(form, programme, 422)
    flash(_("The training is planned as a draft. Next: its agenda, then open it."), "success")
    return redirect(url_for(".show", uid=training.uid))


@bp.route("/trainings/<uuid:uid>/facts", methods=["GET", "POST"])
@staff
def edit(uid: UUID) -> ResponseReturnValue:
    """Change a training's facts."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    if not queries.may_run(who, training.id):
        raise Refused(_("You may not change this training."))
    form = training_form(who, training.programme, training)
    page = {"form": form, "training": training, "programme": training.programme}
    if request.method == "GET":
        return render_template("trainings/staff/edit.html", **page)
    try:
        if not form.validate():
            return render_template("trainings/staff/edit.html", **page), 422
        actions.change_training(
            uid, **form.training_facts(), modules=form.modules(), moves_sessions=form.moves_sessions.data, by=who,
            now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("trainings/staff/edit.html", **page), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".show", uid=uid))


@bp.get("/trainings/copies/new")
@planners
def choose_source() -> ResponseReturnValue:
    """Choose the template or the training to copy."""
    return render_template("trainings/staff/sources.html", sources=queries.sources_within(guard.principal()))


@bp.route("/trainings/<uuid:uid>/copy", methods=["GET", "POST"])
@planners
def copy(uid: UUID) -> ResponseReturnValue:
    """Plan a training from another one, with new dates."""
    who = guard.principal()
    source = queries.get_training_within(who, uid)
    form = CopyForm(data={"title": source.title})
    page = {"form": form, "source": source, "sessions": queries.sessions_of(source.id)}
    if request.method == "GET":
        return render_template("trainings/staff/copy.html", **page)
    try:
        if not form.validate():
            return render_template("trainings/staff/copy.html", **page), 422
        made = actions.copy_training(
            uid, title=form.title.data, starts=form.starts.data, as_template=form.as_template.data, by=who,
            now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("trainings/staff/copy.html", **page), 422
    flash(_("The copy is a draft without people. Look at its facts and its agenda."), "success")
    return redirect(url_for(".show", uid=made.uid))


@bp.post("/trainings/<uuid:uid>/modules/<uuid:module_uid>/release")
@staff
def pin(uid: UUID, module_uid: UUID) -> ResponseReturnValue:
    """Move a training to the newest release of a module."""
    actions.pin_newest(uid, module_uid, by=guard.principal(), now=clock.now())
    flash(_("The training uses the newest release now."), "success")
    return redirect(url_for(".show", uid=uid))


@bp.route("/trainings/<uuid:uid>/opening", methods=["GET", "POST"])
@staff
def opening(uid: UUID) -> ResponseReturnValue:
    """Note when a training really began and who opened it."""
    who = guard.principal()
    training = queries.get_training_within(who, uid)
    began = clock.local(training.actual_start, training.zone) if training.actual_start else None
    form = OpeningForm(
        data={"day": began.date() if began else training.starts, "time": began.time() if began else None,
              "opened_by": training.opened_by, "in_stead_of": training.in_stead_of}
    )  # fmt: skip
    if request.method == "GET":
        return render_template("trainings/staff/opening.html", form=form, training=training)
    try:
        if not form.validate():
            return render_template("trainings/staff/opening.html", form=form, training=training), 422
        day, time = form.day.data, form.time.data
        moment = clock.at(day, time.hour, time.minute, training.zone) if day and time else None
        actions.note_opening(
            uid, actual_start=moment, opened_by=form.opened_by.data, in_stead_of=form.in_stead_of.data, by=who
        )
    except Refused as refusal:
        form.refuse(refusal)
        return render_template("trainings/staff/opening.html", form=form, training=training), 422
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".agenda", uid=uid))


def _programme() -> Programme:
    programmes = places.programmes()
    if not programmes:
        raise Refused(_("Set up a programme first."))
    slug = request.args.get("programme", programmes[0].slug)
    found = next((programme for programme in programmes if programme.slug == slug), None)
    if found is None:
        raise Missing
    return found


def _draw(form: TrainingForm, programme: Programme, status: int = 200) -> ResponseReturnValue:
    page = {"form": form, "programme": programme, "programmes": places.programmes()}
    return render_template("trainings/staff/new.html", **page), status
