"""Designs: an office's own texts, colours, paper and pictures, with a preview that follows what is typed."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, pdf, permissions, queries
from lms.certificates.forms import DesignForm
from lms.certificates.models import Design, DesignVersion
from lms.certificates.routes import papers
from lms.certificates.routes.staff.door import asked, bp, find_office, keepers, parts, readers
from lms.certificates.routes.staff.lending import lent
from lms.certificates.rules import labels
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.web import guard, paging
from lms.web.i18n import said


@bp.get("/designs")
@readers
def designs() -> ResponseReturnValue:
    """Show the designs in reach."""
    chosen = asked("q")
    page = paging.load(queries.designs_within(guard.principal(), text=chosen["q"]), page=paging.requested())
    return render_template("certificates/staff/designs.html", page=page, chosen=chosen, parts=parts(),
                           may_keep=permissions.may_keep(guard.principal()), folders=dict(_folders()))  # fmt: skip


@bp.route("/designs/new", methods=["GET", "POST"])
@keepers
def new_design() -> ResponseReturnValue:
    """Give an office a design."""
    form = _form(shown_name=papers.LONG_NAME)
    if _only_looks() or not form.validate():
        return _answer(form)
    office = find_office(guard.principal(), form.office.data)
    if office is None:
        raise Missing
    try:
        made = actions.make_design(office_id=office.id, name=form.name.data, folder=form.folder.data,
                                   pictures=form.pictures(), settings=form.settings(), by=guard.principal(),
                                   now=clock.now())  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _answer(form)
    flash(_("The design was made."), "success")
    return redirect(url_for(".edit_design", uid=made.uid))


@bp.route("/designs/<uuid:uid>", methods=["GET", "POST"])
@keepers
def edit_design(uid: UUID) -> ResponseReturnValue:
    """Change a design; a change makes a new version."""
    found = queries.get_design_within(guard.principal(), uid)
    version = queries.current_version(found.id)
    kept = version.settings if version else {}
    longest = queries.longest_name_of(found.office_id) or papers.LONG_NAME
    form = _form(also=found.office_id, office=str(found.office.uid), folder=found.folder, name=found.name,
                 shown_name=longest, **kept)  # fmt: skip
    if _only_looks() or not form.validate():
        return _answer(form, found, version)
    try:
        actions.change_design(uid, name=form.name.data, settings=form.settings(), pictures=form.pictures(),
                              without=form.without(), by=guard.principal(), now=clock.now())  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _answer(form, found, version)
    flash(_("Saved."), "success")
    return redirect(url_for(".edit_design", uid=uid))


@bp.get("/designs/<uuid:uid>/sample.pdf")
@readers
def design_sample(uid: UUID) -> ResponseReturnValue:
    """Draw a sample with a long name, or with the one in the address."""
    found = queries.get_design_within(guard.principal(), uid)
    version = queries.current_version(found.id)
    if version is None:
        raise Missing
    return papers.specimen(version, name=request.args.get("name", "")[:200], now=clock.now())


def _only_looks() -> bool:
    return request.method == "GET" or "preview" in request.form


def _form(also: int | None = None, **data: Any) -> DesignForm:
    named = labels.textures()
    usual = pdf.load(data.get("folder") or pdf.folders()[0]).facts["settings"]
    data = {"accent": usual["accent"], "ink": usual["ink"]} | data
    return DesignForm(offices=queries.offices_kept(guard.principal(), also=also), folders=_folders(), data=data,
                      textures=[(name, named.get(name, name)) for name in pdf.textures()])  # fmt: skip


def _folders() -> list[tuple[str, str]]:
    return [(name, said(pdf.load(name).facts["name"])) for name in pdf.folders()]


def _answer(
    form: DesignForm, design: Design | None = None, version: DesignVersion | None = None
) -> ResponseReturnValue:
    """Show the form with its preview; a preview that was asked for by itself comes alone."""
    pages = _pages(form, design, version)
    if "preview" in request.form and "HX-Request" in request.headers:
        return render_template("certificates/staff/_look.html", pages=pages)
    page = render_template("certificates/staff/design.html", form=form, design=design, version=version, pages=pages,
                           **lent("design", design))  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


def _pages(form: DesignForm, design: Design | None, version: DesignVersion | None) -> list[str]:
    """Return the preview's pictures, drawn with what is typed; nothing while a field is wrong."""
    folder = design.folder if design else form.folder.data or pdf.folders()[0]
    settings = form.settings()
    if folder not in pdf.folders() or not form.colours_are_right():
        return []
    shown: dict[str, pdf.Picture | None] = dict(queries.paper_of(version.id).pictures if version else {})
    shown |= {f"{name}:": None for name in form.without()}
    shown |= {f"{name}:": pdf.print_picture(content) for name, content in form.pictures().items() if content}
    paper = pdf.Paper(files=pdf.load(folder).on_paper(settings), settings=settings, logo=shown.get("logo:"),
                      emblem=shown.get("emblem:"))  # fmt: skip
    office = design.office if design else find_office(guard.principal(), form.office.data or "")
    return papers.look(paper, office, name=form.shown_name.data or "", now=clock.now())
