"""What a programme follows: kinds of activity, indicators with their targets."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.monitoring import actions, permissions, queries
from lms.monitoring.forms import IndicatorForm, TargetForm
from lms.monitoring.models import Indicator
from lms.monitoring.models.indicators import Level
from lms.monitoring.routes.staff import bp
from lms.places import queries as places
from lms.places.models import Programme
from lms.web import guard
from lms.web.forms import NamedForm


@bp.post("/programmes/<slug>/activity-kinds")
@guard.allowed(permissions.may_set_indicators)
def save_activity_kind(slug: str) -> ResponseReturnValue:
    """Add a kind of activity, or rename one."""
    form = NamedForm()
    if form.validate():
        key = request.form.get("key") or None
        actions.save_activity_kind(slug, key, label=form.named(), by=guard.principal())
        flash(_("Saved."), "success")
    else:
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "error")
    return redirect(url_for("places_staff.programme", slug=slug))


@bp.route("/programmes/<slug>/indicators/new", methods=["GET", "POST"])
@guard.allowed(permissions.may_set_indicators)
def new_indicator(slug: str) -> ResponseReturnValue:
    """Ask for an indicator and add it."""
    return _indicator(places.get_programme(slug), None)


@bp.route("/programmes/<slug>/indicators/<code>", methods=["GET", "POST"])
@guard.allowed(permissions.may_set_indicators)
def edit_indicator(slug: str, code: str) -> ResponseReturnValue:
    """Show an indicator with its targets, and change it."""
    programme = places.get_programme(slug)
    return _indicator(programme, queries.get_indicator(programme.id, code))


@bp.post("/programmes/<slug>/indicators/<code>/targets")
@guard.allowed(permissions.may_set_indicators)
def set_target(slug: str, code: str) -> ResponseReturnValue:
    """Say what an indicator should reach in a period; without a number that period's target goes."""
    programme, form = places.get_programme(slug), TargetForm()
    found = queries.get_indicator(programme.id, code)
    if not form.validate():
        return _draw(programme, found, _shown(found), form)
    try:
        actions.set_target(slug, code, value=form.value.data, starts=form.starts.data, ends=form.ends.data,
                           by=guard.principal())  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _draw(programme, found, _shown(found), form)
    flash(_("Saved."), "success")
    return redirect(url_for(".edit_indicator", slug=slug, code=code))


def _indicator(programme: Programme, found: Indicator | None) -> ResponseReturnValue:
    form = _shown(found) if request.method == "GET" else _with_choices(IndicatorForm())
    if form.validate_on_submit():
        facts = {key: form[key].data for key in ("code", "measure", "is_public")}
        words = {"label": form.named(), "unit": form.words("unit"), "definition": form.words("definition")}
        try:
            saved = actions.save_indicator(
                programme.slug, found.code if found else None, by=guard.principal(), level=Level(form.level.data),
                position=form.position.data or 0, **facts, **words,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".edit_indicator", slug=programme.slug, code=saved.code))
    return _draw(programme, found, form, TargetForm(formdata=None))


def _draw(
    programme: Programme, found: Indicator | None, form: IndicatorForm, target_form: TargetForm
) -> ResponseReturnValue:
    page = render_template(
        "monitoring/staff/indicator_edit.html", programme=programme, indicator=found, form=form,
        target_form=target_form, targets=queries.targets_of(found.id) if found else [],
    )  # fmt: skip
    wrong = form.errors or form.form_errors or target_form.errors or target_form.form_errors
    return page, 422 if wrong else 200


def _shown(found: Indicator | None) -> IndicatorForm:
    form = _with_choices(IndicatorForm(formdata=None, obj=found, level=found.level.value if found else "output"))
    if found is not None:
        form.show("name", found.label)
        form.show("unit", found.unit)
        form.show("definition", found.definition)
    return form


def _with_choices(form: IndicatorForm) -> IndicatorForm:
    form.measure.choices = [(key, measure.label) for key, measure in queries.MEASURES.items()]
    return form
