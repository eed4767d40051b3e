"""Other terms of a quiz for a training, a group or a person."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalogue import queries as catalogue
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.enrolment import queries as enrolment
from lms.quizzes import actions, queries
from lms.quizzes.forms import TermsForm
from lms.quizzes.models import Quiz
from lms.quizzes.routes.staff.door import bp, writes
from lms.trainings import queries as trainings
from lms.trainings.models import Training
from lms.web import guard

GROUP = "group"


@bp.route("/quizzes/<uuid:uid>/terms", methods=["GET", "POST"])
@writes
def terms(uid: UUID) -> ResponseReturnValue:
    """Show who has other terms, and give some: first choose the training, then everybody, a group or a person."""
    quiz = queries.get_quiz(catalogue.get_lesson_within(guard.principal(), uid).id)
    training = _training()
    form = TermsForm()
    form.person.choices = _people(training)
    if request.method == "POST" and training is not None and form.validate():
        try:
            _give(uid, training, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. It counts for attempts that begin from now on."), "success")
            return redirect(url_for("quizzes_staff.terms", uid=uid))
    return _page(quiz, training, form), 200 if request.method == "GET" else 422


@bp.post("/quizzes/<uuid:uid>/terms/<uuid:override_uid>/removal")
@writes
def take_terms(uid: UUID, override_uid: UUID) -> ResponseReturnValue:
    """Take other terms back."""
    actions.take_terms(uid, override_uid, by=guard.principal())
    return redirect(url_for("quizzes_staff.terms", uid=uid))


def _give(uid: UUID, training: Training, form: TermsForm) -> None:
    facts = {name: form[name].data for name in ("time_limit", "attempts_allowed", "password")}
    facts |= {name: _moment(form[name].data, training.zone) for name in ("opens_at", "closes_at")}
    kind, _colon, chosen = (form.person.data or "").rpartition(":")
    whom = UUID(chosen) if chosen else None
    person, group = (None, whom) if kind == GROUP else (whom, None)
    actions.give_terms(uid, training.uid, person, group_uid=group, by=guard.principal(), now=clock.now(), **facts)


def _page(quiz: Quiz, training: Training | None, form: TermsForm) -> str:
    rows = queries.overrides_of(quiz.id)
    within = queries.trainings_with(quiz, guard.principal())
    return render_template("quizzes/staff/terms.html", quiz=quiz, training=training, form=form, rows=rows,
                           trainings=within)  # fmt: skip


def _training() -> Training | None:
    said = request.values.get("training", "")
    if not said:
        return None
    try:
        return trainings.get_training_within(guard.principal(), UUID(said))
    except ValueError as error:
        raise Missing from error


def _people(training: Training | None) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("", _("Everybody in this training"))]
    if training is None:
        return found
    groups = enrolment.groups_of(training.id)
    found += [(f"{GROUP}:{one.uid}", _("Group: %(name)s", name=one.name)) for one in groups]
    return found + [(str(one.uid), one.name_shown) for one in db.session.scalars(queries.participants(training.id))]


def _moment(value: datetime | None, zone: str) -> datetime | None:
    return value.replace(tzinfo=ZoneInfo(zone)) if value else None
