"""Answers to personal invitations."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.enrolment import queries
from lms.enrolment.actions.questions import require_time_to_answer, take_answers
from lms.enrolment.actions.registration import NOTHING, principal_of
from lms.questionnaires.rules import Reply
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, Participation, Step, Training, TrainingState
from lms.trainings.rules import require_seat


@transaction()
def accept_invitation(participation_uid: UUID, proof: str, *, now: datetime, reply: Reply = NOTHING) -> Participation:
    """Register somebody who was invited and says yes; twice is once, and a full training takes nobody more."""
    found = queries.get_invited(participation_uid, proof)
    training = trainings.lock_training(found.training_id)
    db.session.refresh(found)
    if found.registered_at is not None and found.withdrawn_at is None:
        return found
    _require_running(training, found, now)
    if found.capacity == Capacity.PARTICIPANT:
        require_seat(taken=queries.seats_taken(training.id), seats=training.capacity)
    by = principal_of(found.person)
    if found.capacity in queries.ASKED:
        take_answers(training, found.person_id, reply, by=by, now=now)
    return trainings.take_step(found, Step.REGISTERED, by=by, now=now)


@transaction()
def answer_by_link(participation_uid: UUID, proof: str, *, reply: Reply, now: datetime) -> None:
    """Answer a training's questions by a personal link: once, since who has answered all signs in to change it."""
    found = queries.get_invited(participation_uid, proof)
    training = trainings.lock_training(found.training_id)
    db.session.refresh(found)
    if found.registered_at is None or found.withdrawn_at is not None or found.capacity not in queries.ASKED:
        raise Refused(_("You are no longer on the list. Ask the organiser."))
    kept = queries.find_answer(training.id, found.person_id)
    if kept is not None and kept.is_complete:
        return
    require_time_to_answer(training, found.person_id, now)
    take_answers(training, found.person_id, reply, by=principal_of(found.person), now=now)


@transaction()
def decline_invitation(participation_uid: UUID, proof: str, *, now: datetime) -> Participation:
    """Note that somebody who was invited does not come; the place is free for others."""
    found = queries.get_invited(participation_uid, proof)
    training = trainings.lock_training(found.training_id)
    db.session.refresh(found)
    if found.withdrawn_at is not None:
        return found
    _require_running(training, found, now)
    if found.arrived_at is not None:
        raise Refused(_("You have arrived already. Ask the organiser."))
    reason = _("Answered the invitation: does not come")
    return trainings.take_step(found, Step.WITHDREW, by=principal_of(found.person), now=now, reason=reason)


def _require_running(training: Training, found: Participation, now: datetime) -> None:
    last = training.ends or training.starts
    if training.state != TrainingState.OPEN or (last and clock.local(now, training.zone).date() > last):
        raise Refused(_("This training takes no answers now."))
    if found.withdrawn_at is not None:
        raise Refused(_("You are no longer on the list. Ask the organiser."))
