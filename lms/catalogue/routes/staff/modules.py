"""Authoring of modules: the list, the outline, files, releases, import and export."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalogue import actions, permissions, queries, rules
from lms.catalogue.forms import ImportForm, ModuleForm, NewLessonForm, ReleaseForm, TitleForm, UploadForm
from lms.catalogue.models import Module
from lms.catalogue.routes.staff.door import bp, reads, writes
from lms.catalogue.rules import archive
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.web import guard, paging, tables
from lms.web.tables import Column


@bp.get("/modules")
@reads
def modules() -> ResponseReturnValue:
    """List the modules with their drafts and releases."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "state", "sort")}
    rows = queries.module_rows(guard.principal(), text=asked["q"], state=asked["state"], sort=asked["sort"] or "order")
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), rows)
    page = paging.load(rows, page=paging.requested(), scalars=False)
    return render_template("catalogue/staff/modules.html", page=page, may_author=_may_author(), **asked)


@bp.route("/modules/new", methods=["GET", "POST"])
@writes
def new_module() -> ResponseReturnValue:
    """Begin a module."""
    form = ModuleForm()
    if request.method == "GET" or not form.validate():
        return _form("new_module", form), 200 if request.method == "GET" else 422
    facts = form.facts()
    objectives = facts.pop("objectives").splitlines()
    facts["minutes"] = facts["minutes"] or 0
    made = actions.make_module(**facts, by=guard.principal(), now=clock.now())
    actions.change_module(made.uid, objectives=objectives, by=guard.principal())
    flash(_("The module was made. Add its lessons."), "success")
    return redirect(url_for("catalogue_staff.module", uid=made.uid))


@bp.get("/modules/<uuid:uid>")
@reads
def module(uid: UUID) -> ResponseReturnValue:
    """Show a module's outline."""
    return _outline(queries.get_module_within(guard.principal(), uid))


@bp.route("/modules/<uuid:uid>/settings", methods=["GET", "POST"])
@writes
def settings(uid: UUID) -> ResponseReturnValue:
    """Change what a module says of itself."""
    found = queries.get_module_within(guard.principal(), uid)
    texts = "\n".join(one.text for one in queries.objectives(found.id))
    form = ModuleForm(obj=found, data={"objectives": texts})
    if request.method == "GET" or not form.validate():
        return _form("settings", form, module=found), 200 if request.method == "GET" else 422
    facts = form.facts() | {"minutes": form.minutes.data or 0, "objectives": form.objectives.data.splitlines()}
    actions.change_module(uid, by=guard.principal(), **facts)
    flash(_("Saved."), "success")
    return redirect(url_for("catalogue_staff.module", uid=uid))


@bp.post("/modules/<uuid:uid>/archive")
@writes
def archive_module(uid: UUID) -> ResponseReturnValue:
    """Put a module away, or take it back."""
    is_back = "restore" in request.form
    actions.archive_module(uid, by=guard.principal(), now=clock.now(), is_back=is_back)
    flash(_("The module is back.") if is_back else _("The module was archived."), "success")
    return redirect(url_for("catalogue_staff.module", uid=uid))


@bp.post("/modules/<uuid:uid>/sections")
@writes
def add_section(uid: UUID) -> ResponseReturnValue:
    """Add a section."""
    form = TitleForm(prefix="section")
    if not form.validate():
        return _outline(queries.get_module_within(guard.principal(), uid), section_form=form), 422
    actions.add_section(uid, title=form.title.data, by=guard.principal())
    return redirect(url_for("catalogue_staff.module", uid=uid))


@bp.post("/modules/<uuid:uid>/sections/<uuid:section_uid>")
@writes
def change_section(uid: UUID, section_uid: UUID) -> ResponseReturnValue:
    """Rename, move or archive a section, as the pressed button says."""
    by, act = guard.principal(), request.form.get("act")
    if act in {"up", "down"}:
        actions.move_section(section_uid, by_places=-1 if act == "up" else 1, by=by)
    elif act == "archive":
        actions.archive_section(section_uid, by=by, now=clock.now())
    else:
        form = TitleForm()
        if not form.validate():
            return _outline(queries.get_module_within(by, uid), problem=form.title.errors[0]), 422
        actions.rename_section(section_uid, title=form.title.data, by=by)
    return redirect(url_for("catalogue_staff.module", uid=uid) + f"#s-{section_uid}")


@bp.post("/modules/<uuid:uid>/lessons")
@writes
def add_lesson(uid: UUID) -> ResponseReturnValue:
    """Add a lesson to a section and open its editor."""
    form = NewLessonForm(prefix="lesson")
    found = queries.get_module_within(guard.principal(), uid)
    section = next((one for one in queries.sections(found.id) if str(one.uid) == form.section.data), None)
    if not form.validate() or section is None:
        return _outline(found, lesson_form=form), 422
    facts = {"title": form.title.data, "kind": form.kind.data}
    lesson = actions.add_lesson(section.uid, by=guard.principal(), now=clock.now(), **facts)
    return redirect(url_for(rules.get_kind(lesson.kind).author_endpoint, uid=lesson.uid))


@bp.get("/modules/<uuid:uid>/files")
@reads
def files(uid: UUID) -> ResponseReturnValue:
    """Show a module's files."""
    return _files(queries.get_module_within(guard.principal(), uid), UploadForm(formdata=None)), 200


@bp.post("/modules/<uuid:uid>/files")
@writes
def add_file(uid: UUID) -> ResponseReturnValue:
    """Take a new file of a module."""
    found = queries.get_module_within(guard.principal(), uid)
    form = UploadForm()
    if form.validate():
        try:
            actions.add_file(uid, name=form.file.data.filename or "", data=form.file.data.read(),
                             caption=form.caption.data, by=guard.principal())  # fmt: skip
        except Refused as refusal:
            form.file.errors = [refusal.message]
        else:
            flash(_("The file is there."), "success")
            return redirect(url_for("catalogue_staff.files", uid=uid))
    return _files(found, form), 422


def _files(module: Any, form: UploadForm) -> str:
    rows = queries.module_files(module.id)
    return render_template("catalogue/staff/files.html", module=module, files=rows, form=form,
                           may_author=_may_author())  # fmt: skip


@bp.post("/modules/<uuid:uid>/files/<uuid:file_uid>/removal")
@writes
def remove_file(uid: UUID, file_uid: UUID) -> ResponseReturnValue:
    """Take a file out of the draft."""
    actions.remove_file(uid, file_uid, by=guard.principal())
    flash(_("The file was removed from the draft."), "success")
    return redirect(url_for("catalogue_staff.files", uid=uid))


@bp.route("/modules/<uuid:uid>/release", methods=["GET", "POST"])
@writes
def release(uid: UUID) -> ResponseReturnValue:
    """Show what publishing would change, and publish."""
    found = queries.get_module_within(guard.principal(), uid)
    form = ReleaseForm()
    if request.method == "POST" and form.validate():
        try:
            made = actions.publish(uid, note=form.note.data, by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Release %(n)s is published.", n=made.number), "success")
            return redirect(url_for("catalogue_staff.releases", uid=uid))
    return _differences(found, form), 200 if request.method == "GET" else 422


@bp.get("/modules/<uuid:uid>/releases")
@reads
def releases(uid: UUID) -> ResponseReturnValue:
    """Show a module's releases."""
    found = queries.get_module_within(guard.principal(), uid)
    return render_template("catalogue/staff/releases.html", module=found, releases=queries.releases_of(found.id),
                           may_author=_may_author())  # fmt: skip


@bp.get("/modules/<uuid:uid>/releases/<int:number>")
@reads
def show_release(uid: UUID, number: int) -> ResponseReturnValue:
    """Show the lessons of one release."""
    found = queries.get_module_within(guard.principal(), uid)
    one = queries.get_release(found.id, number)
    return render_template("catalogue/staff/release_show.html", module=found, release=one, kinds=rules.kinds(),
                           lessons=queries.release_lessons(one.id))  # fmt: skip


@bp.route("/modules/import", methods=["GET", "POST"])
@writes
def import_module() -> ResponseReturnValue:
    """Take a module from a zip file; a broken file changes nothing."""
    form = ImportForm()
    if request.method == "GET" or not form.validate():
        return render_template("catalogue/staff/import.html", form=form), 200 if request.method == "GET" else 422
    try:
        made = actions.import_zip(form.file.data.read(), by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.file.errors = [refusal.message]
        return render_template("catalogue/staff/import.html", form=form), 422
    flash(_("“%(title)s” was imported as a draft.", title=made.title), "success")
    return redirect(url_for("catalogue_staff.module", uid=made.uid))


@bp.get("/modules/<uuid:uid>/export.zip")
@reads
def export_module(uid: UUID) -> ResponseReturnValue:
    """Give a module as a zip of Markdown, questions and media."""
    found = queries.get_module_within(guard.principal(), uid)
    response = Response(archive.write_zip(queries.module_folder(found), top=found.slug), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.zip"'
    return response


def _outline(found: Module, **changes: Any) -> str:
    facts = {"section_form": TitleForm(formdata=None, prefix="section"),
             "lesson_form": NewLessonForm(formdata=None, prefix="lesson"), "problem": ""} | changes  # fmt: skip
    return render_template(
        "catalogue/staff/module.html", module=found, sections=queries.sections(found.id), kinds=rules.kinds(),
        lessons=queries.draft(found.id), release=queries.find_release(found.id), may_author=_may_author(), **facts,
    )  # fmt: skip


def _differences(found: Module, form: ReleaseForm) -> str:
    try:
        changes, problem = actions.changes(found), ""
    except Refused as refusal:
        changes, problem = [], str(refusal.message)
    return render_template("catalogue/staff/release.html", module=found, form=form, changes=changes, problem=problem,
                           release=queries.find_release(found.id))  # fmt: skip


def _form(name: str, form: ModuleForm, **facts: Any) -> str:
    return render_template(f"catalogue/staff/{name}.html", form=form, **facts)


def _may_author() -> bool:
    return permissions.may_author(guard.principal())


def _export(kind: str, rows: Any) -> ResponseReturnValue:
    columns = [Column(_("Module"), 40), Column(_("Lessons")), Column(_("Minutes")), Column(_("Release")),
               Column(_("Published"), 18)]  # fmt: skip
    found = ((row.Module.title, row.lessons, row.Module.minutes, row.number, row.published_at)
             for row in db.session.execute(rows))  # fmt: skip
    return tables.export(kind, "modul", columns, found)
