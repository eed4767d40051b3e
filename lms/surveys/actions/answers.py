"""An answer is given: once, and in an anonymous survey by nobody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from lms.core import trail
from lms.core.clock import local
from lms.core.db import db, transaction
from lms.core.principals import Principal
from lms.surveys import queries, rules
from lms.surveys.models import Mentor, MentorResponse, Survey, SurveyReceipt, SurveyResponse
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Participation


@transaction()
def answer(survey_uid: UUID, answers: Mapping[str, Any], *, by: Principal, now: datetime) -> bool:
    """Keep what a person says in a survey, and apart from it that the person has; False when that was so before.

    Nothing goes into the audit trail: its time would lead from the person to the answer.
    """
    survey, participation = queries.get_own(by, survey_uid)
    rules.require_open(survey.opens_at, survey.closes_at, now=now)
    if queries.find_receipt(survey.id, participation.id) is not None:
        return False
    db.session.add(SurveyReceipt(survey_id=survey.id, participation_id=participation.id))
    db.session.add(
        SurveyResponse(
            survey_id=survey.id, is_anonymous=survey.is_anonymous, answers=dict(answers),
            participation_id=None if survey.is_anonymous else participation.id,
            day=local(now, survey.training.zone).date(),
        )
    )  # fmt: skip
    return True


@transaction()
def answer_as_mentor(
    survey_uid: UUID, participation_uid: UUID, answers: Mapping[str, Any], *, by: Principal, now: datetime
) -> bool:
    """Keep what a facilitator or superior says about a participant; False when one of them has said it before."""
    survey, participation = queries.get_spoken_of(by, survey_uid, participation_uid)
    rules.require_open(survey.opens_at, survey.closes_at, now=now)
    db.session.scalar(select(Participation.id).where(Participation.id == participation.id).with_for_update())
    if queries.find_mentor_response(survey.id, participation.id) is not None:
        return False
    db.session.add(
        MentorResponse(survey_id=survey.id, participation_id=participation.id, by=by.id, name=by.name,
                       day=local(now, survey.training.zone).date(), answers=dict(answers))
    )  # fmt: skip
    trail.record("survey.mentor_answered", by=by.id, subject="survey", subject_uid=survey.uid)
    return True


def join(event: ParticipationsJoined) -> None:
    """Move receipts, answers and evaluations of a row that was joined; of two named answers the kept one stays."""
    both = select(SurveyReceipt.survey_id).where(SurveyReceipt.participation_id == event.kept_id)
    doubled = list(db.session.scalars(both))
    for table in (SurveyReceipt, SurveyResponse):
        merged = table.participation_id == event.merged_id
        db.session.execute(delete(table).where(merged, table.survey_id.in_(doubled)))
        db.session.execute(update(table).where(merged).values(participation_id=event.kept_id))
    said = select(MentorResponse.survey_id).where(MentorResponse.participation_id == event.kept_id)
    about = MentorResponse.participation_id == event.merged_id
    twice = list(db.session.scalars(said))
    db.session.execute(delete(MentorResponse).where(about, MentorResponse.survey_id.in_(twice)))
    db.session.execute(update(MentorResponse).where(about).values(participation_id=event.kept_id))
    has_mentor = select(Mentor.id).where(Mentor.participation_id == event.kept_id).exists()
    db.session.execute(delete(Mentor).where(Mentor.participation_id == event.merged_id, has_mentor))
    of_merged = update(Mentor).where(Mentor.participation_id == event.merged_id)
    db.session.execute(of_merged.values(participation_id=event.kept_id))
    db.session.execute(update(Survey).where(Survey.trainer_id == event.merged_id).values(trainer_id=event.kept_id))
