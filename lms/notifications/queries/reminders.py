"""Reads of whom a reminder is for, and of reminders that were sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.attendance import queries as attendance
from lms.certificates import queries as certificates
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.enrolment import queries as enrolment
from lms.notifications.models import Group, Message, Reminder
from lms.places import queries as places
from lms.surveys import queries as surveys
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity, Participation, Training, TrainingSession


def people_in(training_id: int, group: Group, *, now: datetime) -> Select[int, UUID, str]:
    """Return the select of (person_id, uid, name_shown) of a training's people who are in a group now, by name.

    The uid is that of the part in the training; of a mentor, who has none, that of the person.
    """
    if group == Group.MENTOR_SILENT:
        return surveys.silent_mentors(training_id, now=now, today=clock.local(now, places.site().zone).date())
    found = _parts_in(training_id, group, now=now)
    return found.with_only_columns(Participation.person_id, Participation.uid, Participation.name_shown)


def _parts_in(training_id: int, group: Group, *, now: datetime) -> Select[Participation]:
    if group == Group.NOT_REGISTERED:
        return enrolment.people_to_write_to(training_id, "unanswered", "")
    if group == Group.NAME_UNCONFIRMED:
        return certificates.unconfirmed(training_id)
    if group == Group.NO_EVALUATION:
        return surveys.silent_in(training_id, now=now)
    if group == Group.ABSENT:
        return _absent(training_id, now=now)
    if group == Group.NO_ANSWERS:
        return enrolment.without_answers(training_id)
    return trainings.participations_of(training_id)


def counts_in(training_id: int, *, now: datetime) -> dict[Group, int]:
    """Return how many people are in each group."""
    return {group: _count(people_in(training_id, group, now=now)) for group in Group}


def last_reminder(training_id: int, group: Group) -> Reminder | None:
    """Return the newest reminder to a group of a training, or None."""
    found = select(Reminder).where(Reminder.training_id == training_id, Reminder.group == group)
    return db.session.scalar(found.order_by(Reminder.id.desc()).limit(1))


def reminders_of(training_id: int) -> Sequence[Reminder]:
    """Return the newest reminders of a training."""
    found = select(Reminder).where(Reminder.training_id == training_id)
    return db.session.scalars(found.order_by(Reminder.id.desc()).limit(50)).all()


def get_reminder_within(principal: Principal, uid: UUID) -> tuple[Reminder, Training]:
    """Return a reminder and its training; Missing for those who do not run it."""
    row = db.session.scalar(select(Reminder).where(Reminder.uid == uid))
    if row is None or not trainings.may_run(principal, row.training_id):
        raise Missing
    return row, db.session.get_one(Training, row.training_id)


def writer_of(reminder: Reminder) -> str:
    """Return who sent a reminder, empty for no person."""
    return db.session.scalar(select(Person.full_name).where(Person.principal_id == reminder.by)) or ""


def written_to(reminder_id: int) -> Select[Message]:
    """Return the select of a reminder's messages with their people."""
    found = select(Message).where(Message.reminder_id == reminder_id).options(joinedload(Message.person))
    return found.order_by(Message.id)


def find_own_participation(principal: Principal, uid: UUID) -> Participation | None:
    """Return a participation of one's own, or None."""
    found = select(Participation).where(Participation.uid == uid, Participation.person_id == (principal.person_id or 0))
    return db.session.scalar(found)


def _absent(training_id: int, *, now: datetime) -> Select[Participation]:
    newest = (
        select(TrainingSession.id)
        .where(
            TrainingSession.training_id == training_id,
            TrainingSession.counts,
            TrainingSession.cancelled_at.is_(None),
            TrainingSession.starts_at <= now,
        )
        .order_by(TrainingSession.starts_at.desc(), TrainingSession.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    was_there = attendance.presence(Participation.id, newest).correlate(Participation)
    return trainings.participations_of(training_id, Capacity.PARTICIPANT).where(
        Participation.registered_at.is_not(None), newest.is_not(None), ~was_there.exists()
    )


def _count(people: Select[int, UUID, str]) -> int:
    inner = people.order_by(None).subquery()
    return db.session.scalar(select(func.count(inner.c.person_id.distinct()))) or 0
