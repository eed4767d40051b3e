"""A programme's forms and their questions."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.places import permissions as places
from lms.surveys import actions, queries, rules
from lms.surveys.forms import AIMS, KINDS, NewForm, QuestionForm
from lms.surveys.models import Aim
from lms.surveys.routes.staff.door import bp
from lms.web import guard

settling = guard.allowed(places.may_settle)


@bp.post("/programmes/<slug>/survey-forms")
@settling
def create_form(slug: str) -> ResponseReturnValue:
    """Add a form to a programme."""
    form = NewForm()
    if not form.validate():
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "error")
        return redirect(url_for("places_staff.programme", slug=slug))
    made = actions.save_form(slug, aim=Aim(form.aim.data), name=form.named(), by=guard.principal())
    return redirect(url_for(".show_form", uid=made.uid))


@bp.post("/programmes/<slug>/survey-forms/usual")
@settling
def create_usual(slug: str) -> ResponseReturnValue:
    """Give a programme the usual forms."""
    actions.begin_forms(slug, by=guard.principal())
    flash(_("Added."), "success")
    return redirect(url_for("places_staff.programme", slug=slug))


@bp.route("/survey-forms/<uuid:uid>", methods=["GET", "POST"])
@settling
def show_form(uid: UUID) -> ResponseReturnValue:
    """Show the questions of a form, and add one."""
    found, form = queries.get_form(uid), QuestionForm()
    if form.validate_on_submit():
        facts = {"label": form.named(), "options": form.options_said(), "required": form.required.data}
        try:
            actions.add_question(uid, kind=rules.Kind(form.kind.data), by=guard.principal(), **facts)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Added."), "success")
            return redirect(url_for(".show_form", uid=uid))
    page = render_template(
        "surveys/staff/form.html", survey_form=found, form=form, aims=AIMS,
        kinds={kind.value: name for kind, name in KINDS.items()},
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


@bp.post("/survey-forms/<uuid:uid>/questions/<key>/<any(move, removal):act>")
@settling
def change_question(uid: UUID, key: str, act: str) -> ResponseReturnValue:
    """Move a question up, or take it out."""
    how = rules.with_moved if act == "move" else rules.without
    actions.change_questions(uid, key, how=how, by=guard.principal())
    return redirect(url_for(".show_form", uid=uid))


@bp.post("/survey-forms/<uuid:uid>/archive")
@settling
def archive_form(uid: UUID) -> ResponseReturnValue:
    """Offer a form no longer."""
    slug = queries.get_form(uid).programme.slug
    actions.archive_form(uid, by=guard.principal(), now=clock.now())
    flash(_("The form is offered no longer. Evaluations that were held keep their questions."), "success")
    return redirect(url_for("places_staff.programme", slug=slug))
