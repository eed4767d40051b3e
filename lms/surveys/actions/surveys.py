"""Surveys are held: about sessions, trainers, a training; and by themselves months afterwards."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.core import clock, trail
from lms.core.clock import at
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.questionnaires import actions as questionnaires
from lms.surveys import queries, rules
from lms.surveys.models import Aim, Survey, SurveyForm
from lms.trainings.events import TrainingClosed
from lms.trainings.models import Training


@transaction()
def hold(
    training_uid: UUID, form_uid: UUID, *, is_anonymous: bool, opens: date, closes: date, by: Principal, now: datetime
) -> int:
    """Put a form before the people of a training: once for each session, each trainer, or the training. How many."""
    training = queries.get_run_training(by, training_uid)
    form = queries.get_form(form_uid)
    if form.programme_id != training.programme_id or not form.questions:
        raise Refused(_("Choose a form that has questions."), fields={"form": _("Choose a form that has questions.")})
    opens_at, closes_at = _times(training, opens, closes)
    made = 0
    for about, title in _subjects(training, form.aim):
        if not queries.has_survey(training.id, form.aim, asks_mentor=form.asks_mentor, **about):
            facts = {"opens_at": opens_at, "closes_at": closes_at, "created_by": by.id, **about}
            _add(training, form, title, now=now, is_anonymous=is_anonymous and not form.asks_mentor, **facts)
            made += 1
    trail.record("survey.held", by=by.id, subject="training", subject_uid=training.uid, aim=form.aim.value, count=made)
    return made


@transaction()
def change_times(survey_uid: UUID, *, opens: date, closes: date, by: Principal) -> Survey:
    """Change between which days a survey takes answers; closing it at once is a day before today."""
    survey = queries.get_within(by, survey_uid)
    queries.get_run_training(by, survey.training.uid)
    survey.opens_at, survey.closes_at = _times(survey.training, opens, closes)
    trail.record("survey.times", by=by.id, subject="survey", subject_uid=survey.uid)
    return survey


def plan_follow_ups(event: TrainingClosed) -> None:
    """Plan the questions of 90 and 180 days later, where there is a form for them (reacts to TrainingClosed)."""
    training = db.session.get_one(Training, event.training_id)
    for asks_mentor in (False, True):
        form = queries.form_with_questions(training.programme_id, Aim.FOLLOW_UP, asks_mentor=asks_mentor)
        if form and training.ends and not queries.has_survey(training.id, Aim.FOLLOW_UP, asks_mentor=asks_mentor):
            _follow_up(training, form, training.ends)


def _follow_up(training: Training, form: SurveyForm, ends: date) -> None:
    for after, opens, closes in rules.follow_up_days(ends):
        opens_at, closes_at = _times(training, opens, closes)
        title = _("%(training)s: %(n)s days later", training=training.title, n=after)
        if form.asks_mentor:
            title = _("%(title)s, the mentor's word", title=title)
        _add(training, form, title, is_anonymous=False, opens_at=opens_at, closes_at=closes_at, now=clock.now())


def _subjects(training: Training, aim: Aim) -> list[tuple[dict[str, int], str]]:
    sessions, trainers = queries.taught_sessions(training.id)
    if aim == Aim.SESSION:
        return [({"session_id": session.id}, session.title) for session in sessions]
    if aim == Aim.TRAINER:
        return [({"trainer_id": key}, who.name_shown) for key, who in trainers.items()]
    return [({}, training.title)]


def _times(training: Training, opens: date, closes: date) -> tuple[datetime, datetime]:
    """Return from the first minute of the one day to the last of the other, in the training's zone."""
    if closes < opens:
        message = _("It closes before it opens.")
        raise Refused(message, fields={"closes": message})
    return at(opens, 0, 0, training.zone), at(closes, 23, 59, training.zone)


def _add(training: Training, form: SurveyForm, title: str, *, now: datetime, **facts: Any) -> None:
    version = questionnaires.take_version(form.questionnaire, now=now)
    db.session.add(
        Survey(training_id=training.id, form_id=form.id, aim=form.aim, asks_mentor=form.asks_mentor, title=title[:300],
               version=version,
               created_at=now, **facts)
    )  # fmt: skip
