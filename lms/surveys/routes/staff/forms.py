"""A programme's forms; their questions are edited in the one editor."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import permissions as places
from lms.surveys import actions, queries
from lms.surveys.forms import NewForm
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
    facts = {"name": form.named(), "asks_mentor": form.asks_mentor.data}
    try:
        made = actions.save_form(slug, aim=Aim(form.aim.data), by=guard.principal(), **facts)
    except Missing:
        raise
    except Refused as refusal:
        flash(refusal.message, "error")
        return redirect(url_for("places_staff.programme", slug=slug))
    return redirect(url_for(".show_form", uid=made.uid))


@bp.post("/programmes/<slug>/survey-forms/usual")
@settling
def create_usual(slug: str) -> ResponseReturnValue:
    """Give a programme the usual forms."""
    actions.begin_forms(slug, by=guard.principal())
    flash(_("Added."), "success")
    return redirect(url_for("places_staff.programme", slug=slug))


@bp.get("/survey-forms/<uuid:uid>")
@settling
def show_form(uid: UUID) -> ResponseReturnValue:
    """Lead to the questions of a form."""
    return redirect(url_for("questionnaires_staff.show", uid=queries.get_form(uid).questionnaire.uid))


@bp.post("/survey-forms/<uuid:uid>/archive")
@settling
def archive_form(uid: UUID) -> ResponseReturnValue:
    """Offer a form no longer."""
    slug = queries.get_form(uid).programme.slug
    actions.archive_form(uid, by=guard.principal(), now=clock.now())
    flash(_("The form is offered no longer. Evaluations that were held keep their questions."), "success")
    return redirect(url_for("places_staff.programme", slug=slug))
