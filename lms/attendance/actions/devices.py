"""Phones without an account: a door is opened for them, they join, and they are cut off."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from lms.attendance import queries, rules
from lms.attendance.models import Device, DeviceInvite
from lms.core import keys, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.principals import Kind, Principal, PrincipalRow

SEEN_EVERY = timedelta(minutes=1)


@transaction()
def open_devices(training_uid: UUID, *, by: Principal, now: datetime) -> DeviceInvite:
    """Open a door for phones to a training; the one before is closed, whoever has joined by it stays."""
    training = queries.get_run_training(by, training_uid)
    rules.require_markable(is_open=training.is_open, is_cancelled=False)
    _close(training.id, now=now)
    invite = DeviceInvite(training_id=training.id, made_by=by.id, made_at=now, expires_at=now + rules.OPEN_FOR)
    db.session.add(invite)
    db.session.flush()
    trail.record("devices.opened", by=by.id, subject="training", subject_uid=training.uid)
    return invite


@transaction()
def close_devices(training_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Close the door for phones; whoever has joined stays."""
    training = queries.get_run_training(by, training_uid)
    _close(training.id, now=now)
    trail.record("devices.closed", by=by.id, subject="training", subject_uid=training.uid)


@transaction()
def join_device(invite_uid: UUID, *, pin: str, name: str, now: datetime) -> Principal | None:
    """Let a phone join by its PIN, as a principal of its own; None counts a wrong PIN."""
    invite = queries.get_invite(invite_uid)
    rules.require_open(
        expires_at=invite.expires_at, closed_at=invite.closed_at, wrong_tries=invite.wrong_tries, now=now
    )
    if not hmac.compare_digest(pin_of(invite).encode(), pin.encode()):
        invite.wrong_tries = DeviceInvite.wrong_tries + 1
        return None
    row = PrincipalRow(kind=Kind.DEVICE, label=name, created_at=now)
    db.session.add(row)
    db.session.flush()
    device = Device(
        principal_id=row.id, training_id=invite.training_id, invite_id=invite.id, name=name, joined_at=now, seen_at=now
    )
    db.session.add(device)
    db.session.flush()
    trail.record("device.joined", by=row.id, subject="training", subject_uid=invite.training.uid)
    return Principal(id=row.id, uid=device.uid, kind=Kind.DEVICE, name=name)


@transaction()
def cut_off(device_uid: UUID, *, by: Principal, now: datetime) -> Device:
    """Cut a device off: it gets no roll any more, and what it still sends waits for a human."""
    principal = queries.find_device(device_uid)
    if principal is None:
        raise Missing
    device = queries.get_device_of(principal)
    if by.id != device.principal_id:
        queries.get_run_training(by, device.training.uid)
    if device.cut_off_at is None:
        device.cut_off_at, device.cut_off_by = now, by.id
        trail.record("device.cut_off", by=by.id, subject="training", subject_uid=device.training.uid)
    return device


@transaction()
def note_seen(by: Principal, *, now: datetime) -> None:
    """Remember when a device was last here; once a minute is enough."""
    device = queries.get_device_of(by)
    if now - device.seen_at >= SEEN_EVERY:
        device.seen_at = now


def pin_of(invite: DeviceInvite) -> str:
    """Return the PIN of an invitation."""
    return rules.pin_of(keys.derived(f"device invite {invite.uid.hex}"))


def _close(training_id: int, *, now: datetime) -> None:
    opened = queries.find_open_invite(training_id, now=now)
    if opened is not None:
        opened.closed_at = now
