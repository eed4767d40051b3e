"""Reads of whom facts concern, and of what begins or ends soon."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts import queries as accounts
from lms.accounts.models import Person, RoleGrant
from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.enrolment.models import Delegation, Nomination, NominationState
from lms.enrolment.rules.delegations import HOLDING
from lms.places import queries as places
from lms.surveys import queries as surveys
from lms.trainings.models import Participation, SessionTrainer, Training, TrainingFact, TrainingSession, TrainingState

MAY_COME = (*HOLDING, NominationState.WAITING)


def account_of(principal_id: int | None) -> int | None:
    """Return the person that a principal is, or None."""
    return db.session.scalar(select(Person.id).where(Person.principal_id == (principal_id or 0)))


def expected_in(training_id: int) -> list[int]:
    """Return the people who are registered for a training and have not withdrawn."""
    found = select(Participation.person_id).where(
        Participation.training_id == training_id,
        Participation.registered_at.is_not(None),
        Participation.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(found.distinct()))


def invited_to(training_id: int) -> list[int]:
    """Return the people who are in a training or invited to it, and have not withdrawn."""
    found = select(Participation.person_id).where(
        Participation.training_id == training_id, Participation.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(found.distinct()))


def named_for(training_id: int) -> list[int]:
    """Return the people whom offices named for a training and who may still come."""
    found = select(Nomination.person_id).where(Nomination.training_id == training_id, Nomination.state.in_(MAY_COME))
    return list(db.session.scalars(found.distinct()))


def senders_to(training_id: int) -> list[int]:
    """Return the people who named others for a training."""
    by = select(Delegation.made_by).where(Delegation.training_id == training_id)
    return list(db.session.scalars(select(Person.id).where(Person.principal_id.in_(by))))


def trained_by(participation_ids: Iterable[int]) -> list[int]:
    """Return the people of participations."""
    return list(
        db.session.scalars(select(Participation.person_id).where(Participation.id.in_(list(participation_ids))))
    )


def history_of(training_id: int) -> Sequence[TrainingFact]:
    """Return what happened to a training, the newest first."""
    found = select(TrainingFact).where(TrainingFact.training_id == training_id)
    return db.session.scalars(found.order_by(TrainingFact.id.desc())).all()


def taught_in(training_id: int) -> list[tuple[int, TrainingSession]]:
    """Return who teaches which session of a training that takes place."""
    found = (
        select(Participation.person_id, TrainingSession)
        .join(SessionTrainer, SessionTrainer.participation_id == Participation.id)
        .join(TrainingSession, TrainingSession.id == SessionTrainer.session_id)
        .where(
            TrainingSession.training_id == training_id,
            TrainingSession.cancelled_at.is_(None),
            Participation.withdrawn_at.is_(None),
        )
        .order_by(TrainingSession.starts_at)
    )
    return [(row[0], row[1]) for row in db.session.execute(found)]


def soon_trainings(today: date, *, days: int) -> Sequence[Training]:
    """Return the open trainings that begin within some days."""
    found = select(Training).where(
        Training.state == TrainingState.OPEN,
        Training.is_template.is_(False),
        Training.starts > today,
        Training.starts <= today + timedelta(days=days),
    )
    return db.session.scalars(found.order_by(Training.id)).all()


def administrators(today: date) -> list[int]:
    """Return the people who are administrators of all on a day: what they are told may be of any region."""
    is_of_all = (RoleGrant.role == Role.ADMINISTRATOR) & RoleGrant.region_id.is_(None) & RoleGrant.office_id.is_(None)
    found = select(RoleGrant.person_id).where(is_of_all, *accounts.holds(today))
    return list(db.session.scalars(found.distinct()))


def expiring_grants(today: date, *, days: int) -> Sequence[RoleGrant]:
    """Return the roles that end within some days."""
    found = select(RoleGrant).where(
        RoleGrant.revoked_at.is_(None),
        RoleGrant.valid_until >= today,
        RoleGrant.valid_until <= today + timedelta(days=days),
    )
    return db.session.scalars(found.options(joinedload(RoleGrant.region), joinedload(RoleGrant.office))).all()


def mentor_surveys(now: datetime) -> list[tuple[Any, list[int]]]:
    """Return the open surveys that ask mentors, each with the people who are asked about somebody and are silent."""
    today = clock.local(now, places.site().zone).date()
    return surveys.mentors_waited_for(now=now, today=today)


def open_surveys(now: datetime) -> list[tuple[Any, list[int]]]:
    """Return the surveys that opened within the last days, each with the people whom it asks and who are silent."""
    found: dict[int, tuple[Any, list[int]]] = {}
    for survey, person_id in surveys.unanswered(now=now, since=now - timedelta(days=3)):
        found.setdefault(survey.id, (survey, []))[1].append(person_id)
    return list(found.values())
