"""Reads of a programme's forms."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.errors import Missing
from lms.surveys.models import Aim, SurveyForm


def forms_of(programme_id: int) -> Sequence[SurveyForm]:
    """Return the forms that a programme uses."""
    return db.session.scalars(
        select(SurveyForm)
        .where(SurveyForm.programme_id == programme_id, SurveyForm.archived_at.is_(None))
        .order_by(SurveyForm.id)
    ).all()


def get_form(uid: UUID) -> SurveyForm:
    """Return a form with its programme; Missing if there is none."""
    found = db.session.scalar(select(SurveyForm).where(SurveyForm.uid == uid).options(joinedload(SurveyForm.programme)))
    if found is None:
        raise Missing
    return found


def get_form_of(questionnaire_id: int) -> SurveyForm:
    """Return the form that asks a questionnaire, with its programme; Missing if there is none."""
    found = db.session.scalar(
        select(SurveyForm)
        .where(SurveyForm.questionnaire_id == questionnaire_id)
        .options(joinedload(SurveyForm.programme))
    )
    if found is None:
        raise Missing
    return found


def form_with_questions(programme_id: int, aim: Aim, *, asks_mentor: bool = False) -> SurveyForm | None:
    """Return the first form of a programme about something that has questions, or None."""
    fits = (form for form in forms_of(programme_id) if (form.aim, form.asks_mentor) == (aim, asks_mentor))
    return next((form for form in fits if form.questions), None)
