"""Sheets to print, and photos of the signed ones."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.attendance import actions, queries
from lms.attendance.forms import GROUPS, PaperForm, PhotoForm
from lms.attendance.models import Group, SheetPhoto, Status
from lms.attendance.routes import words
from lms.attendance.routes.staff.door import bp
from lms.core import clock, files, scans
from lms.core.errors import Missing, Refused
from lms.trainings import queries as trainings
from lms.trainings.models import TrainingSession
from lms.web import guard, papers

MOST_FILES = 20


@bp.get("/trainings/<uuid:uid>/papers")
@guard.signed_in
def show_papers(uid: UUID) -> ResponseReturnValue:
    """Show a training's sheets to print, day by day, and the photos of the signed ones."""
    training = trainings.get_training_within(guard.principal(), uid)
    photos = queries.photos_of(training.id)
    return render_template(
        "attendance/staff/papers.html", training=training, days=queries.sessions_by_day(training), groups=GROUPS,
        photos=photos, waiting=[one for one in photos if one.session_id is None and one.day is None],
        may_run=trainings.may_run(guard.principal(), training.id),
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/papers")
@guard.signed_in
def create_photos(uid: UUID) -> ResponseReturnValue:
    """Keep photos and scans of signed pages; each files itself by the code on it."""
    for upload in request.files.getlist("files")[:MOST_FILES]:
        if not upload.filename:
            continue
        data = upload.read()
        try:
            told = actions.keep_photos(uid, data, scans.read(data), by=guard.principal(), now=clock.now())
        except Missing:
            raise
        except Refused as refusal:
            flash(f"{upload.filename[:80]}: {refusal.message}", "error")
            continue
        _tell(upload.filename[:80], told)
    return redirect(url_for(".show_papers", uid=uid))


@bp.get("/trainings/<uuid:uid>/papers/<day>.pdf")
@guard.signed_in
def show_day_sheet(uid: UUID, day: str) -> ResponseReturnValue:
    """Answer with the sign-in sheet of a whole day as PDF."""
    return papers.answer("attendance.day_sheet", training=str(uid), day=day, group=group_asked().value)


@bp.get("/evidence/<uuid:uid>.jpg")
@guard.signed_in
def show_picture(uid: UUID) -> Response:
    """Answer with the picture of a signed page."""
    photo = queries.get_photo_within(guard.principal(), uid)
    answer = Response(files.read(photo.file), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.route("/evidence/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show_photo(uid: UUID) -> ResponseReturnValue:
    """Show a signed page beside the form that marks its rows."""
    photo, form = queries.get_photo_within(guard.principal(), uid), PaperForm()
    signed_for = _sessions_of(photo)
    if signed_for and form.validate_on_submit():
        try:
            marked = actions.mark_numbers_of_day(
                [session.uid for session in signed_for], form.numbers.data, status=Status(form.status.data),
                group=photo.group, by=guard.principal(), now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(words.told_numbers(marked))
            return redirect(url_for(".show_photo", uid=uid))
    return _photo_page(photo, form, _place_form(photo)), 422 if form.errors or form.form_errors else 200


@bp.post("/evidence/<uuid:uid>/place")
@guard.signed_in
def place_photo(uid: UUID) -> ResponseReturnValue:
    """Say to which session and page a photo belongs."""
    photo = queries.get_photo_within(guard.principal(), uid)
    form = _place_form(photo, posted=True)
    if not form.validate():
        return _photo_page(photo, PaperForm(formdata=None), form), 422
    actions.file_photo(
        uid, session_uid=UUID(form.session.data), page=form.page.data or 1, group=Group(form.group.data),
        by=guard.principal(),
    )  # fmt: skip
    flash(_("Filed."), "success")
    return redirect(url_for(".show_photo", uid=uid))


@bp.post("/evidence/<uuid:uid>/removal")
@guard.signed_in
def remove_photo(uid: UUID) -> ResponseReturnValue:
    """Take a photo away that shows something else."""
    training = queries.get_photo_within(guard.principal(), uid).training
    actions.remove_photo(uid, by=guard.principal(), now=clock.now())
    flash(_("The photo was taken away."), "success")
    return redirect(url_for(".show_papers", uid=training.uid))


def group_asked() -> Group:
    """Return the group that the address asks for; everyone unless it does."""
    asked = request.args.get("for", "")
    return Group(asked) if asked in set(Group) else Group.EVERYONE


def _tell(name: str, told: actions.Filed) -> None:
    if told.filed:
        flash(ngettext("%(name)s: %(num)s page filed by its code.", "%(name)s: %(num)s pages filed by their codes.",
                       told.filed, name=name), "success")  # fmt: skip
    if told.waiting:
        flash(ngettext("%(name)s: %(num)s page without a code of this training. Choose its session below.",
                       "%(name)s: %(num)s pages without a code of this training. Choose their session below.",
                       told.waiting, name=name), "warning")  # fmt: skip
    if told.repeated:
        flash(ngettext("%(name)s: %(num)s page was here before.", "%(name)s: %(num)s pages were here before.",
                       told.repeated, name=name))  # fmt: skip


def _place_form(photo: SheetPhoto, *, posted: bool = False) -> PhotoForm:
    facts: dict[str, Any] = {"page": photo.page or 1, "group": photo.group.value}
    if photo.session is not None:
        facts["session"] = str(photo.session.uid)
    form = PhotoForm(data=facts) if posted else PhotoForm(formdata=None, data=facts)
    days = queries.sessions_by_day(photo.training)
    form.session.choices = [(str(one.uid), f"{day:%d/%m} {one.title}") for day, held in days.items() for one in held]
    return form


def _sessions_of(photo: SheetPhoto) -> list[TrainingSession]:
    """Return the sessions in which this page may be entered: its own, or those of its day."""
    if not photo.training.is_open:
        return []
    whole_day = queries.sessions_by_day(photo.training).get(photo.day, []) if photo.day else []
    found = [photo.session] if photo.session is not None else whole_day
    return [one for one in found if one.cancelled_at is None and trainings.may_mark(guard.principal(), one.id)]


def _photo_page(photo: SheetPhoto, form: PaperForm, place: PhotoForm) -> str:
    signed_for = _sessions_of(photo)
    return render_template(
        "attendance/staff/photo.html", photo=photo, training=photo.training, form=form, place=place, groups=GROUPS,
        rows=queries.numbered(photo.session or signed_for[0], photo.group) if photo.session or signed_for else [],
        signed_for=signed_for,
        may_run=trainings.may_run(guard.principal(), photo.training_id),
    )  # fmt: skip
