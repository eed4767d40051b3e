"""Forms of a programme: their names and their questions. Surveys that were held keep the questions they had."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import permissions as places
from lms.places import queries as programmes
from lms.places.events import ProgrammeMade
from lms.questionnaires import actions as questionnaires
from lms.questionnaires.models import Questionnaire
from lms.surveys import queries, rules
from lms.surveys.models import Aim, SurveyForm

OWNER = "survey_form"


def begin_programme(event: ProgrammeMade) -> None:
    """Give a new programme its first forms (reacts to ProgrammeMade)."""
    _add_usual(event.programme_id)


@transaction()
def begin_forms(slug: str, *, by: Principal) -> None:
    """Give a programme that has none the usual forms."""
    _require(by)
    programme = programmes.get_programme(slug)
    _add_usual(programme.id)
    trail.record("survey_forms.begun", by=by.id, subject="programme", subject_uid=programme.uid)


@transaction()
def save_form(slug: str, *, aim: Aim, name: dict[str, str], by: Principal, asks_mentor: bool = False) -> SurveyForm:
    """Add a form without questions to a programme; mentors are asked only what became of it months later."""
    _require(by)
    if asks_mentor and aim != Aim.FOLLOW_UP:
        message = _("Mentors are asked months later only.")
        raise Refused(message, fields={"asks_mentor": message})
    programme = programmes.get_programme(slug)
    form = SurveyForm(
        programme_id=programme.id,
        aim=aim,
        name=name,
        asks_mentor=asks_mentor,
        questionnaire=questionnaires.begin(OWNER),
    )
    db.session.add(form)
    db.session.flush()
    trail.record("survey_form.made", by=by.id, subject="survey_form", subject_uid=form.uid)
    return form


def change_questions(_of: Questionnaire, _questions: Sequence[dict[str, Any]], /, *, by: Principal) -> None:
    """Let only who settles programmes change what their forms ask (answers for the questionnaire's editor)."""
    _require(by)


@transaction()
def archive_form(form_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Offer a form no longer."""
    form = _form(form_uid, by)
    form.archived_at = form.archived_at or now
    trail.record("survey_form.archived", by=by.id, subject="survey_form", subject_uid=form.uid)


def _form(uid: UUID, by: Principal) -> SurveyForm:
    _require(by)
    return queries.get_form(uid)


def _require(by: Principal) -> None:
    if not places.may_settle(by):
        raise Missing


def _add_usual(programme_id: int) -> None:
    """Give a programme the usual form about everything for which it has none."""
    rows = select(SurveyForm.aim, SurveyForm.asks_mentor).where(SurveyForm.programme_id == programme_id)
    held = {(aim, asks_mentor) for aim, asks_mentor in db.session.execute(rows)}
    usual = [(aim, False, name, questions) for aim, name, questions in rules.USUAL]
    for aim, asks_mentor, name, questions in [*usual, (Aim.FOLLOW_UP, True, *rules.USUAL_OF_MENTORS)]:
        if (aim, asks_mentor) not in held:
            begun = questionnaires.begin(OWNER, questions)
            db.session.add(
                SurveyForm(programme_id=programme_id, aim=aim, asks_mentor=asks_mentor, name=name, questionnaire=begun)
            )
