"""Settings of the installation: the site, programmes with phases, trees of regions."""

from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.places import actions, permissions, queries, regions_csv
from lms.places.forms import PhaseForm, ProgrammeForm, SiteForm, TreeForm
from lms.places.models import Programme
from lms.places.routes.staff.door import bp
from lms.web import guard, i18n
from lms.web.filters import zone_choices
from lms.web.forms import Form

SHOWN = 50
LARGEST = 20 * 1024 * 1024


@bp.route("/settings", methods=["GET", "POST"])
@guard.allowed(permissions.may_settle)
def settings() -> ResponseReturnValue:
    """Show how the site presents itself, and change it."""
    form = _site_form()
    if form.validate_on_submit():
        try:
            actions.change_site(by=guard.principal(), **form.site_facts())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".settings"))
    page = render_template("places/staff/settings.html", form=form, programmes=queries.programmes(),
                           trees=queries.trees())  # fmt: skip
    return page, _status(form)


@bp.route("/programmes/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_settle)
def new_programme() -> ResponseReturnValue:
    """Make a programme."""
    return _programme(None)


@bp.route("/programmes/<slug>", methods=["GET", "POST"])
@guard.allowed(permissions.may_settle)
def programme(slug: str) -> ResponseReturnValue:
    """Show a programme with its phases, and change it."""
    return _programme(queries.get_programme(slug))


@bp.post("/programmes/<slug>/phases")
@guard.allowed(permissions.may_settle)
def add_phase(slug: str) -> ResponseReturnValue:
    """Add a phase to a programme."""
    form = PhaseForm(ids="phase")
    if form.validate():
        try:
            actions.add_phase(slug, name=_named(form), starts=form.starts.data, ends=form.ends.data,
                              by=guard.principal())  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".programme", slug=slug))
    return _draw_programme(queries.get_programme(slug), _programme_form(queries.get_programme(slug), sent=False), form)


@bp.route("/trees/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_settle)
def new_tree() -> ResponseReturnValue:
    """Bring a tree of regions in from a CSV file; a file with one wrong row changes nothing."""
    form = TreeForm()
    problems: Sequence[regions_csv.Problem] = []
    if form.validate_on_submit():
        labels = [{i18n.language(): part.strip()} for part in (form.levels.data or "").split(",") if part.strip()]
        name = {i18n.language(): form.name.data or ""}
        try:
            tree = actions.load_csv(form.csv.data.read(LARGEST), key=form.key.data or "", name=name, levels=labels,
                                    by=guard.principal())  # fmt: skip
        except actions.WrongRows as wrong:
            problems = wrong.problems
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The tree %(name)s is in place.", name=i18n.said(tree.name)), "success")
            return redirect(url_for(".regions", tree=tree.key))
    page = render_template("places/staff/tree.html", form=form, problems=problems[:SHOWN], count=len(problems))
    return page, 422 if problems else _status(form)


def _programme(found: Programme | None) -> ResponseReturnValue:
    form = _programme_form(found)
    if form.validate_on_submit():
        facts = {key: form[key].data for key in ("slug", "abbreviation", "owner", "zone", "language", "is_public")}
        try:
            saved = actions.save_programme(found.slug if found else None, name=_named(form),
                                           tree_id=int(form.tree.data), by=guard.principal(), **facts)  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".programme", slug=saved.slug))
    return _draw_programme(found, form, PhaseForm(formdata=None, ids="phase"))


def _draw_programme(found: Programme | None, form: ProgrammeForm, phase_form: PhaseForm) -> ResponseReturnValue:
    page = render_template("places/staff/programme.html", programme=found, form=form, phase_form=phase_form,
                           phases=queries.phases(found.id) if found else [])  # fmt: skip
    return page, max(_status(form), _status(phase_form))


def _programme_form(found: Programme | None, *, sent: bool = True) -> ProgrammeForm:
    names: dict[str, Any] = {}
    if found is not None:
        names = {"name_id": found.name.get("id", ""), "name_en": found.name.get("en", ""), "tree": str(found.tree_id)}
    form = ProgrammeForm(obj=found, data=names) if sent else ProgrammeForm(formdata=None, obj=found, data=names)
    form.tree.choices = [(str(tree.id), i18n.said(tree.name)) for tree in queries.trees()]
    form.zone.choices = zone_choices()
    form.language.choices = _languages()
    return form


def _named(form: ProgrammeForm | PhaseForm) -> dict[str, str]:
    names = {"id": form.name_id.data or "", "en": form.name_en.data or ""}
    return {language: name for language, name in names.items() if name}


def _site_form() -> SiteForm:
    site = queries.site()
    form = SiteForm(obj=site, first_language=site.languages[0])
    form.zone.choices = zone_choices()
    form.languages.choices = form.first_language.choices = _languages()
    return form


def _languages() -> list[tuple[str, str]]:
    return [(code, i18n.NAMES.get(code, code)) for code in current_app.config["LANGUAGES"]]


def _status(form: Form) -> int:
    return 422 if form.errors or form.form_errors else 200
