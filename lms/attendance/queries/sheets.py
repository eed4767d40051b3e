"""Reads of signed sheets."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Appointment, Person
from lms.attendance import rules
from lms.attendance.models import Group, Phase, SheetPhoto
from lms.attendance.queries.rolls import Rows, roll
from lms.core.clock import local
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Training, TrainingSession


def photos_of(training_id: int) -> Sequence[SheetPhoto]:
    """Return the photos of a training's signed pages, with their sessions; those that wait for a human first."""
    return db.session.scalars(
        select(SheetPhoto)
        .outerjoin(TrainingSession, TrainingSession.id == SheetPhoto.session_id)
        .where(SheetPhoto.training_id == training_id, SheetPhoto.removed_at.is_(None))
        .options(joinedload(SheetPhoto.session), joinedload(SheetPhoto.file))
        .order_by(SheetPhoto.day.nulls_first(), TrainingSession.starts_at.nulls_first(), SheetPhoto.page, SheetPhoto.id)
    ).all()


def get_photo_within(principal: Principal, uid: UUID) -> SheetPhoto:
    """Return a photo of a signed page; Missing when its training is out of reach or it was taken away."""
    seen = trainings.trainings_within(principal).with_only_columns(Training.id)
    photo = db.session.scalar(
        select(SheetPhoto)
        .where(SheetPhoto.uid == uid, SheetPhoto.removed_at.is_(None), SheetPhoto.training_id.in_(seen))
        .options(joinedload(SheetPhoto.session), joinedload(SheetPhoto.file), joinedload(SheetPhoto.training))
    )
    if photo is None:
        raise Missing
    return photo


def find_same_photo(training_id: int, sha: str, part: int) -> SheetPhoto | None:
    """Return the photo that was made of the same page of the same file before, or None."""
    return db.session.scalar(
        select(SheetPhoto).where(
            SheetPhoto.training_id == training_id, SheetPhoto.source_sha == sha, SheetPhoto.part == part
        )
    )


def numbered(session: TrainingSession, group: Group, phase: Phase = Phase.START) -> Rows:
    """Return the rows of a session's sheet for a group: the first is number 1."""
    wanted = rules.CAPACITIES[group]
    return [row for row in roll(session, phase) if row.capacity in wanted]


def sessions_by_day(training: Training) -> dict[date, list[TrainingSession]]:
    """Return the sessions that are held, by their day in the training's zone."""
    found: dict[date, list[TrainingSession]] = {}
    for session in trainings.sessions_of(training.id):
        if session.cancelled_at is None:
            found.setdefault(local(session.starts_at, training.zone).date(), []).append(session)
    return found


def find_in_charge(office_id: int, *, on: date) -> Any:
    """Return who was in charge of an office on a day, for "seen by": name, nip, position; None where nobody is."""
    return db.session.execute(
        select(Person.degree_before, Person.full_name, Person.degree_after, Person.nip, Appointment.position)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.office_id == office_id, Appointment.is_in_charge, Appointment.since <= on,
            (Appointment.until.is_(None)) | (Appointment.until >= on),
        )
        .order_by(Appointment.since.desc(), Appointment.id.desc())
        .limit(1)
    ).first()  # fmt: skip
