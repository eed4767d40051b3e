"""Photos and materials of a training, as those who hold it keep them."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock, uploads
from lms.core.errors import Missing, Refused
from lms.trainings import actions, queries
from lms.trainings.forms import FileForm, file_form
from lms.trainings.models import FileKind, Training
from lms.trainings.routes.content import content
from lms.trainings.routes.staff.door import bp, staff
from lms.trainings.rules.agenda import by_session
from lms.web import guard

MOST_FILES = 20


@bp.route("/trainings/<uuid:uid>/files", methods=["GET", "POST"])
@staff
def gallery(uid: UUID) -> ResponseReturnValue:
    """Show a training's photos and materials, and take more of them."""
    training = queries.get_training_within(guard.principal(), uid)
    form = file_form(training)
    if request.method == "GET":
        return _draw(training, form)
    try:
        if not form.validate():
            return _draw(training, form), 422
        kept = _keep(training, form)
    except Refused as refusal:
        if isinstance(refusal, Missing):
            raise
        form.refuse(refusal)
        return _draw(training, form), 422
    flash(ngettext("%(num)s file is kept.", "%(num)s files are kept.", kept), "success")
    return redirect(url_for(".gallery", uid=uid))


@bp.route("/files/<uuid:uid>", methods=["GET", "POST"])
@staff
def show_file(uid: UUID) -> ResponseReturnValue:
    """Show one photo or material with its facts, and who is seen on it."""
    row = queries.get_file_within(guard.principal(), uid)
    form = file_form(row.training, row)
    if request.method == "POST" and form.validate():
        actions.describe_file(uid, **form.file_facts(), by=guard.principal())
        flash(_("Saved."), "success")
        return redirect(url_for(".show_file", uid=uid))
    shown = queries.shown_on(row.id) if row.kind == FileKind.PHOTO else []
    people = list(queries.unwilling_in(row.training_id)) if row.kind == FileKind.PHOTO else []
    text = request.args.get("q", "").strip()[:100]
    found = queries.find_people(row.training_id, text, most=12) if text else []
    return render_template(
        "trainings/staff/file.html", training=row.training, row=row, form=form, shown=shown, text=text,
        unwilling={one.id for one in people}, people=_once([*shown, *people, *found]),
        may_change=row.by == guard.principal().id or queries.may_run(guard.principal(), row.training_id),
        is_held_back=row.id in queries.held_back(row.training_id),
    ), 422 if form.errors else 200  # fmt: skip


@bp.post("/files/<uuid:uid>/people")
@staff
def mark_shown(uid: UUID) -> ResponseReturnValue:
    """Say who is seen on a photo."""
    chosen = [UUID(text) for text in request.form.getlist("uid") if _is_uid(text)]
    held = actions.mark_shown(uid, chosen, by=guard.principal())
    if held:
        flash(_("Somebody on this photo does not want to be shown: it is kept, but not published."), "warning")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for(".show_file", uid=uid))


@bp.post("/files/<uuid:uid>/removal")
@staff
def remove_file(uid: UUID) -> ResponseReturnValue:
    """Take a photo or material away."""
    training = queries.get_file_within(guard.principal(), uid).training
    actions.remove_file(uid, by=guard.principal(), now=clock.now())
    flash(_("Taken away."), "success")
    return redirect(url_for(".gallery", uid=training.uid))


@bp.get("/files/<uuid:uid>/content")
@staff
def file_content(uid: UUID) -> Response:
    """Give the bytes of a photo or material."""
    return content(queries.get_file_within(guard.principal(), uid))


def _keep(training: Training, form: FileForm) -> int:
    who, kind = guard.principal(), _kind()
    whole = [uploads.finish(UUID(text), by=who.id) for text in request.form.getlist("upload") if _is_uid(text)]
    sent = [(one.filename or "", one.read()) for one in request.files.getlist("files") if one.filename]
    if not 0 < len(whole) + len(sent) <= MOST_FILES:
        raise Refused(_("Choose between 1 and %(n)s files.", n=MOST_FILES))
    for name, data in [*whole, *sent]:
        actions.add_file(training.uid, kind, name, data, by=who, now=clock.now(), **form.file_facts())
    return len(whole) + len(sent)


def _kind() -> FileKind:
    return FileKind.MATERIAL if request.form.get("kind") == FileKind.MATERIAL else FileKind.PHOTO


def _draw(training: Training, form: FileForm) -> str:
    who = guard.principal()
    return render_template(
        "trainings/staff/gallery.html", training=training, form=form, kind=request.args.get("kind", "photo"),
        photos=by_session(queries.files_of(training.id, FileKind.PHOTO)), held_back=queries.held_back(training.id),
        materials=queries.files_of(training.id, FileKind.MATERIAL), may_add=queries.may_add_files(who, training.id),
        unwilling=queries.unwilling_in(training.id),
    )  # fmt: skip


def _once(people: list[Any]) -> list[Any]:
    return list({one.id: one for one in people}.values())


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
