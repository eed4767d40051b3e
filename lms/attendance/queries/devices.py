"""Reads of devices that joined a training, and what they may hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from lms.attendance.models import CodeSettlement, Device, DeviceInvite, Mark
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Kind, Principal
from lms.trainings import queries as trainings
from lms.trainings.models import Participation, Training, TrainingSession


def find_device(uid: UUID) -> Principal | None:
    """Return the principal of a joined device, cut off or not."""
    device = db.session.scalar(select(Device).where(Device.uid == uid))
    if device is None:
        return None
    return Principal(id=device.principal_id, uid=device.uid, kind=Kind.DEVICE, name=device.name)


def get_device_of(principal: Principal) -> Device:
    """Return the device that a principal is, with its training."""
    found = db.session.scalar(
        select(Device).where(Device.principal_id == principal.id).options(joinedload(Device.training))
    )
    if found is None:
        raise Missing
    return found


def get_working_device(principal: Principal) -> Device:
    """Return the device that a principal is; refuse one that was cut off."""
    device = get_device_of(principal)
    if device.cut_off_at is not None:
        raise Refused(_("This device was cut off."))
    return device


def get_session_of_device(principal: Principal, session_uid: UUID) -> TrainingSession:
    """Return a session of the training that a device has joined; any other looks like missing."""
    device = get_working_device(principal)
    session = db.session.scalar(
        select(TrainingSession)
        .where(TrainingSession.uid == session_uid, TrainingSession.training_id == device.training_id)
        .options(joinedload(TrainingSession.training))
    )
    if session is None:
        raise Missing
    return session


def get_event_training(principal: Principal, uid: UUID) -> Training:
    """Return a training whose sessions a principal may mark, all or some; any other looks like missing."""
    if principal.kind == Kind.DEVICE:
        device = get_working_device(principal)
        if device.training.uid != uid:
            raise Missing
        return device.training
    training = trainings.get_training_within(principal, uid)
    if not markable_sessions(principal, training):
        raise Missing
    return training


def markable_sessions(principal: Principal, training: Training) -> list[TrainingSession]:
    """Return the sessions of a training that a principal may mark, by time, without the cancelled ones."""
    held = [session for session in trainings.sessions_of(training.id) if session.cancelled_at is None]
    if principal.kind == Kind.DEVICE or trainings.may_run(principal, training.id):
        return held
    taught = trainings.trainers_of([session.id for session in held])
    return [s for s in held if any(one.person_id == principal.person_id for one in taught.get(s.id, []))]


def get_invite(uid: UUID) -> DeviceInvite:
    """Return an invitation with its training, open or not; Missing where there is none."""
    found = db.session.scalar(
        select(DeviceInvite).where(DeviceInvite.uid == uid).options(joinedload(DeviceInvite.training))
    )
    if found is None:
        raise Missing
    return found


def find_open_invite(training_id: int, *, now: datetime) -> DeviceInvite | None:
    """Return the newest invitation of a training that is open, or None."""
    return db.session.scalar(
        select(DeviceInvite)
        .where(
            DeviceInvite.training_id == training_id, DeviceInvite.closed_at.is_(None), DeviceInvite.expires_at > now
        )
        .order_by(DeviceInvite.id.desc())
        .limit(1)
    )  # fmt: skip


def devices_of(training_id: int) -> Sequence[Any]:
    """Return the devices of a training, the newest first, each with how many marks came from it."""
    marks = select(func.count(Mark.id)).where(Mark.principal_id == Device.principal_id).scalar_subquery()
    return db.session.execute(
        select(Device, marks.label("marks")).where(Device.training_id == training_id).order_by(Device.id.desc())
    ).all()


def settled_codes(training_id: int) -> dict[UUID | str, int]:
    """Return whose the codes are that humans have settled in a training: {code: participation id}."""
    rows: Any = db.session.execute(
        select(Mark.raw_code, Participation.id)
        .join(CodeSettlement, CodeSettlement.mark_id == Mark.id)
        .join(Participation, Participation.id == CodeSettlement.participation_id)
        .where(Participation.training_id == training_id)
        .order_by(CodeSettlement.id)
    )
    return {code.upper(): key for code, key in rows}
