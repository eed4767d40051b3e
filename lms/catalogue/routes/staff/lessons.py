"""The editor of a lesson's text, with a preview."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalogue import actions, queries, rules
from lms.catalogue.forms import LessonForm, UploadForm
from lms.catalogue.models import Lesson, PageText
from lms.catalogue.routes.staff.door import bp, writes
from lms.core import clock
from lms.core.errors import Conflict, Missing, Refused
from lms.web import guard


@bp.route("/lessons/<uuid:uid>", methods=["GET", "POST"])
@writes
def edit_lesson(uid: UUID) -> ResponseReturnValue:
    """Edit a lesson; "preview" draws what was typed without saving it."""
    lesson = queries.get_lesson_within(guard.principal(), uid)
    text = _text(lesson)
    form = LessonForm(data=_facts(lesson, text))
    if request.method == "GET":
        return _editor(lesson, form)
    if not form.validate():
        return _editor(lesson, form), 422
    if "preview" in request.form:
        return _editor(lesson, form, preview=_drawn(lesson, form.body.data))
    try:
        actions.save_lesson(uid, **_changes(form), by=guard.principal(), now=clock.now())
    except Conflict as conflict:
        form.form_errors.append(conflict.message)
        form.version.raw_data = [str(text.version)]
        form.version.data = text.version
        return _editor(lesson, form, theirs=text.body), 409
    flash(_("Saved as a draft."), "success")
    return redirect(url_for("catalogue_staff.edit_lesson", uid=uid))


@bp.post("/lessons/<uuid:uid>/preview")
@writes
def preview_lesson(uid: UUID) -> ResponseReturnValue:
    """Draw what was typed, for the editor's script."""
    lesson = queries.get_lesson_within(guard.principal(), uid)
    return _drawn(lesson, request.form.get("body", "")[:200_000])


@bp.post("/lessons/<uuid:uid>/place")
@writes
def place_lesson(uid: UUID) -> ResponseReturnValue:
    """Move a lesson up or down, archive it, or take it back."""
    by, act = guard.principal(), request.form.get("act")
    if act in {"up", "down"}:
        actions.move_lesson(uid, by_places=-1 if act == "up" else 1, by=by)
    elif act in {"archive", "restore"}:
        actions.archive_lesson(uid, by=by, now=clock.now(), is_back=act == "restore")
        flash(_("The lesson is back.") if act == "restore" else _("The lesson was archived."), "success")
    lesson = queries.get_lesson_within(by, uid)
    return redirect(url_for("catalogue_staff.module", uid=lesson.module.uid) + f"#l-{uid}")


@bp.post("/lessons/<uuid:uid>/files")
@writes
def add_lesson_file(uid: UUID) -> ResponseReturnValue:
    """Put a file to a lesson."""
    lesson = queries.get_lesson_within(guard.principal(), uid)
    form = UploadForm()
    if form.validate():
        try:
            actions.add_file(lesson.module.uid, name=form.file.data.filename or "", data=form.file.data.read(),
                             caption=form.caption.data, lesson_uid=uid, by=guard.principal())  # fmt: skip
        except Refused as refusal:
            form.file.errors = [refusal.message]
        else:
            flash(_("The file is there."), "success")
            return redirect(url_for("catalogue_staff.edit_lesson", uid=uid))
    edited = LessonForm(formdata=None, data=_facts(lesson, _text(lesson)))
    return _editor(lesson, edited, upload=form), 422


def _text(lesson: Lesson) -> PageText:
    text = queries.text_of(lesson.id)
    if text is None:
        raise Missing
    return text


def _facts(lesson: Lesson, text: PageText) -> dict[str, object]:
    return {"title": lesson.title, "minutes": lesson.minutes, "is_required": lesson.is_required, "body": text.body,
            "version": text.version}  # fmt: skip


def _changes(form: LessonForm) -> dict[str, Any]:
    return form.facts() | {"minutes": form.minutes.data or 0}


def _drawn(lesson: Lesson, body: str) -> str:
    return rules.draw(body, queries.file_addresses(lesson.module_id))


def _editor(
    lesson: Lesson, form: LessonForm, *, preview: str = "", theirs: str = "", upload: UploadForm | None = None
) -> str:
    return render_template(
        "catalogue/staff/lesson.html", lesson=lesson, form=form, preview=preview, theirs=theirs,
        upload=upload or UploadForm(formdata=None), files=queries.module_files(lesson.module_id),
        kind=rules.get_kind(lesson.kind),
    )  # fmt: skip
