"""The evaluations of a training: held, counted, looked at, exported."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock
from lms.core.clock import local
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.questionnaires.rules import STEPS, Kind, plain
from lms.surveys import actions, queries, rules
from lms.surveys.forms import AIMS, HoldForm, TimesForm
from lms.surveys.models import Aim, Survey
from lms.surveys.routes.staff.door import bp
from lms.trainings import queries as trainings
from lms.trainings.models import Participation, Training
from lms.web import guard, paging, tables
from lms.web.i18n import said
from lms.web.tables import Column

OPEN_FOR = timedelta(days=7)
PICTURED = (Aim.TRAINING, Aim.TRAINER, Aim.SESSION)


@bp.get("/trainings/<uuid:uid>/evaluations")
@guard.signed_in
def index(uid: UUID) -> ResponseReturnValue:
    """Show the evaluations of a training with their response rates."""
    training = trainings.get_training_within(guard.principal(), uid)
    rows, now = queries.counted(training.id), clock.now()
    results = queries.results_by_survey([row.survey for row in rows])
    standings = {row.survey.id: rules.standing_of(row.survey.opens_at, row.survey.closes_at, now=now) for row in rows}
    return render_template(
        "surveys/staff/index.html", training=training, rows=rows, standings=standings, aims=AIMS,
        has_follow_ups=any(row.survey.aim == Aim.FOLLOW_UP for row in rows),
        means={row.survey.id: rules.mean_of(results[row.survey.id]) for row in rows}, pictured=PICTURED,
        may_run=trainings.may_run(guard.principal(), training.id),
    )  # fmt: skip


@bp.get("/trainings/<uuid:uid>/evaluations.<any(xlsx, csv):kind>")
@guard.signed_in
def export_all(uid: UUID, kind: str) -> ResponseReturnValue:
    """Answer with a row for each question of each evaluation whose results are shown."""
    training = trainings.get_training_within(guard.principal(), uid)
    rows = queries.counted(training.id)
    results = queries.results_by_survey([row.survey for row in rows])
    columns = [Column(_("It asks about"), 20), Column(_("Evaluation"), 40), Column(_("Question"), 48),
               Column(_("Asked")), Column(_("Answered")), Column(_("Mean")),
               *(Column(str(step)) for step in range(1, STEPS + 1))]  # fmt: skip
    body = (
        [str(AIMS[row.survey.aim]), row.survey.title, said(one.question["label"]), row.asked, one.answered,
         round(one.mean, 2) if one.mean is not None else None,
         *(one.counts if one.question["kind"] == Kind.SCALE else ())]
        for row in rows
        for one in results[row.survey.id]
    )  # fmt: skip
    return tables.export(kind, f"evaluations-{training.uid}", columns, body, zone=training.zone)


@bp.get("/trainings/<uuid:uid>/evaluations/compared")
@guard.signed_in
def compare(uid: UUID) -> ResponseReturnValue:
    """Show what was said right after a training beside what became of it 90 and 180 days later."""
    training = trainings.get_training_within(guard.principal(), uid)
    rows = [row for row in queries.counted(training.id) if row.survey.aim in (Aim.TRAINING, Aim.FOLLOW_UP)]
    results = queries.results_by_survey([row.survey for row in rows])
    return render_template(
        "surveys/staff/compare.html", training=training, rows=rows, results=results, fewest=rules.FEWEST,
        means={row.survey.id: rules.mean_of(results[row.survey.id]) for row in rows},
    )  # fmt: skip


@bp.get("/evaluations/<uuid:uid>/missing")
@guard.signed_in
def missing(uid: UUID) -> ResponseReturnValue:
    """Show who has not answered; of an anonymous evaluation only how many, of one that asks mentors also whom."""
    survey = queries.get_within(guard.principal(), uid)
    statement = queries.not_answered(survey)
    if request.args.get("export") in {"xlsx", "csv"}:
        people = db.session.scalars(statement).all()
        mentors = _mentors(survey, people)
        columns = [Column(_("Name"), 32), Column(_("Office"), 36), Column(_("Phone"), 20)]
        columns += [Column(_("Whom it asks"), 40)] if survey.asks_mentor else []
        body = (
            [one.name_shown, one.office_shown, one.person.phone or "",
             *([", ".join(mentors[one.id])] if survey.asks_mentor else [])] for one in people
        )  # fmt: skip
        return tables.export(request.args["export"], f"not-answered-{survey.uid}", columns, body)
    page = paging.load(statement, page=paging.requested())
    return render_template(
        "surveys/staff/missing.html", survey=survey, training=survey.training, address=paging.address,
        page=page, counted=_counted(survey), mentors=_mentors(survey, page.items),
    )  # fmt: skip


@bp.route("/trainings/<uuid:uid>/evaluations/new", methods=["GET", "POST"])
@guard.signed_in
def hold(uid: UUID) -> ResponseReturnValue:
    """Ask which form, when and how; then put it before the people."""
    training = queries.get_run_training(guard.principal(), uid)
    form = _hold_form(training)
    if form.validate_on_submit():
        try:
            made = actions.hold(
                uid, UUID(form.form.data), is_anonymous=form.is_anonymous.data, opens=form.opens.data,
                closes=form.closes.data, by=guard.principal(), now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(ngettext("%(num)s evaluation is planned.", "%(num)s evaluations are planned.", made), "success")
            return redirect(url_for(".index", uid=uid))
    page = render_template("surveys/staff/hold.html", training=training, form=form)
    return page, 422 if form.errors or form.form_errors else 200


@bp.route("/evaluations/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def show(uid: UUID) -> ResponseReturnValue:
    """Show what was answered, with pictures, and change between which days it is."""
    survey = queries.get_within(guard.principal(), uid)
    may_run = trainings.may_run(guard.principal(), survey.training_id)
    form = TimesForm(data=_days(survey))
    if may_run and form.validate_on_submit():
        try:
            actions.change_times(uid, opens=form.opens.data, closes=form.closes.data, by=guard.principal())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", uid=uid))
    page = render_template(
        "surveys/staff/show.html", survey=survey, training=survey.training, form=form, may_run=may_run,
        counted=_counted(survey),
        standing=rules.standing_of(survey.opens_at, survey.closes_at, now=clock.now()), fewest=rules.FEWEST,
        results=queries.results_of(survey),
    )  # fmt: skip
    return page, 422 if form.errors or form.form_errors else 200


@bp.get("/evaluations/<uuid:uid>.<any(xlsx, csv):kind>")
@guard.signed_in
def export(uid: UUID, kind: str) -> ResponseReturnValue:
    """Answer with a row for each response; Missing while so few have answered that they could be guessed."""
    survey = queries.get_within(guard.principal(), uid)
    rows = queries.responses_of(survey)
    if not rules.is_shown(len(rows), is_anonymous=survey.is_anonymous):
        raise Missing
    named = [] if survey.is_anonymous else [Column(_("Name"), 32)]
    mentor = [Column(_("Mentor"), 32)] if survey.asks_mentor else []
    columns = [Column(_("Day"), 12), *named, *mentor]
    columns += [Column(said(question["label"]), 24) for question in survey.questions]
    body = (
        [
            row.day,
            *([row.name] if named else []),
            *([row.mentor] if mentor else []),
            *(plain(question, row.answers, said) for question in survey.questions),
        ]
        for row in rows
    )
    return tables.export(kind, f"evaluation-{survey.uid}", columns, body, zone=survey.training.zone)


def _counted(survey: Survey) -> queries.Counted:
    return next(row for row in queries.counted(survey.training_id) if row.survey.id == survey.id)


def _mentors(survey: Survey, people: Sequence[Participation]) -> dict[int, list[str]]:
    """Return whom a survey asks about people, by participation; nothing of one that asks themselves."""
    if not survey.asks_mentor:
        return {}
    return queries.mentors_about(survey, [one.id for one in people], today=clock.today(survey.training.zone))


def _hold_form(training: Training) -> HoldForm:
    form = HoldForm()
    offered = [one for one in queries.forms_of(training.programme_id) if one.questions]
    form.form.choices = [(str(one.uid), f"{said(one.name)} ({AIMS[one.aim]})") for one in offered]
    if not form.is_submitted():
        today = clock.today(training.zone)
        first = max(training.starts, today) if training.starts else today
        form.begin(first, max(training.ends or first, first) + OPEN_FOR)
    return form


def _days(survey: Survey) -> dict[str, Any]:
    zone = survey.training.zone
    closes = local(survey.closes_at, zone).date() if survey.closes_at else None
    return {"opens": local(survey.opens_at, zone).date(), "closes": closes}
