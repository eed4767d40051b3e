"""Designs: an office's own texts, colours and logo, with a sample to look at."""

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
    form = _form()
    if request.method == "GET" or not form.validate():
        return _page(form), 200 if request.method == "GET" else 422
    office = find_office(guard.principal(), form.office.data)
    if office is None:
        raise Missing
    try:
        made = actions.make_design(office_id=office.id, name=form.name.data, folder=form.folder.data, logo=_logo(form),
                                   settings=form.settings(), by=guard.principal(), now=clock.now())  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form), 422
    flash(_("The design was made. Look at the sample."), "success")
    return redirect(url_for(".edit_design", uid=made.uid))


@bp.route("/designs/<uuid:uid>", methods=["GET", "POST"])
@keepers
def edit_design(uid: UUID) -> ResponseReturnValue:
    """Change a design; a change makes a new version."""
    found = queries.get_design_within(guard.principal(), uid)
    version = queries.current_version(found.id)
    kept = version.settings if version else {}
    form = _form(also=found.office_id, office=str(found.office.uid), folder=found.folder, name=found.name, **kept)
    if request.method == "GET" or not form.validate():
        return _page(form, design=found, version=version), 200 if request.method == "GET" else 422
    try:
        actions.change_design(uid, name=form.name.data, settings=form.settings(), logo=_logo(form),
                              without_logo=form.without_logo.data, by=guard.principal(), now=clock.now())  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _page(form, design=found, version=version), 422
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


def _form(also: int | None = None, **data: Any) -> DesignForm:
    return DesignForm(offices=queries.offices_kept(guard.principal(), also=also), folders=_folders(), data=data)


def _folders() -> list[tuple[str, str]]:
    return [(name, said(pdf.load(name).facts["name"])) for name in pdf.folders()]


def _logo(form: DesignForm) -> bytes | None:
    upload = form.logo.data
    return upload.read() or None if upload and hasattr(upload, "read") else None


def _page(form: DesignForm, design: Design | None = None, version: DesignVersion | None = None) -> str:
    return render_template("certificates/staff/design.html", form=form, design=design, version=version)
