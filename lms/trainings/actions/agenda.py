"""Sessions: planning, moving, cancelling and restoring them; when they really began."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings import queries, rules
from lms.trainings.actions.state import get_runnable
from lms.trainings.events import SessionCancelled, SessionChanged, SessionMoved, SessionRestored, TrainersAssigned
from lms.trainings.models import (
    Capacity,
    Participation,
    SessionTrainer,
    Training,
    TrainingModule,
    TrainingSession,
    TrainingState,
)

MOVES = {"starts_at", "ends_at", "room", "venue"}


@transaction()
def make_session(
    training_uid: UUID, *, title: str, starts_at: datetime, ends_at: datetime, by: Principal,
    trainer_uids: Iterable[UUID] = (), **facts: Any,
) -> TrainingSession:  # fmt: skip
    """Add a session to a training's agenda; `jp` in hundredths."""
    training = get_runnable(training_uid, by)
    session = TrainingSession(training_id=training.id, title=title, starts_at=starts_at, ends_at=ends_at, **facts)
    _require_sound(session, training)
    db.session.add(session)
    db.session.flush()
    _set_trainers(session, list(trainer_uids))
    trail.record("session.made", by=by.id, subject="session", subject_uid=session.uid)
    publish(SessionChanged(training_id=training.id, session_id=session.id))
    return session


@transaction()
def change_session(
    session_uid: UUID, *, by: Principal, trainer_uids: Iterable[UUID] | None = None, **changes: Any
) -> TrainingSession:
    """Change or move a session; marks that were made stay with it."""
    session, training = _get_runnable_session(session_uid, by)
    before = {key: getattr(session, key) for key, value in changes.items() if getattr(session, key) != value}
    for key, value in changes.items():
        setattr(session, key, value)
    _require_sound(session, training)
    db.session.flush()
    if trainer_uids is not None:
        _set_trainers(session, list(trainer_uids))
    if before:
        trail.record("session.changed", by=by.id, subject="session", subject_uid=session.uid,
                     before={key: str(value) for key, value in before.items()})  # fmt: skip
    publish(SessionChanged(training_id=training.id, session_id=session.id))
    if before.keys() & MOVES:
        was = before.get("starts_at", session.starts_at)
        publish(SessionMoved(training_id=training.id, session_id=session.id, was=was))
    return session


@transaction()
def cancel_session(session_uid: UUID, *, by: Principal, now: datetime, reason: str) -> TrainingSession:
    """Say that a session does not take place: its marks stay, and it no longer counts."""
    if not reason.strip():
        message = _("Give the reason.")
        raise Refused(message, fields={"reason": message})
    session, training = _get_runnable_session(session_uid, by)
    if session.cancelled_at is not None:
        return session
    session.cancelled_at, session.cancel_reason = now, reason
    trail.record("session.cancelled", by=by.id, subject="session", subject_uid=session.uid, reason=reason)
    db.session.flush()
    publish(SessionCancelled(training_id=training.id, session_id=session.id))
    return session


@transaction()
def restore_session(session_uid: UUID, *, by: Principal) -> TrainingSession:
    """Let a cancelled session take place after all: its marks count again."""
    session, training = _get_runnable_session(session_uid, by)
    if session.cancelled_at is None:
        return session
    session.cancelled_at, session.cancel_reason = None, ""
    _require_sound(session, training)
    trail.record("session.restored", by=by.id, subject="session", subject_uid=session.uid)
    db.session.flush()
    publish(SessionRestored(training_id=training.id, session_id=session.id))
    return session


@transaction()
def note_opening(
    training_uid: UUID, *, actual_start: datetime | None, opened_by: str, in_stead_of: str, by: Principal
) -> Training:
    """Note when a training really began, who opened it, and in whose stead."""
    training = get_runnable(training_uid, by)
    if actual_start is not None:
        rules.require_inside(actual_start, actual_start, first=training.starts, last=training.ends, zone=training.zone)
    training.actual_start, training.opened_by, training.in_stead_of = actual_start, opened_by, in_stead_of
    trail.record("training.opening", by=by.id, subject="training", subject_uid=training.uid)
    return training


def _get_runnable_session(session_uid: UUID, by: Principal) -> tuple[TrainingSession, Training]:
    found = queries.get_session_within(by, session_uid)
    training = get_runnable(found.training.uid, by)
    if training.state in {TrainingState.CLOSED, TrainingState.CANCELLED}:
        raise Refused(_("Reopen the training before you change its sessions."))
    return found, training


def _require_sound(session: TrainingSession, training: Training) -> None:
    if training.state in {TrainingState.CLOSED, TrainingState.CANCELLED}:
        raise Refused(_("Reopen the training before you change its sessions."))
    if not session.title.strip():
        raise Refused(_("Give a title."), fields={"title": _("Give a title.")})
    rules.require_times(session.starts_at, session.ends_at)
    rules.require_inside(
        session.starts_at, session.ends_at, first=training.starts, last=training.ends, zone=training.zone
    )
    if session.module_id and not _teaches(training.id, session.module_id):
        message = _("This module is not part of the training.")
        raise Refused(message, fields={"module_id": message})
    if session.actual_starts_at and session.actual_ends_at and session.actual_ends_at <= session.actual_starts_at:
        message = _("The session ends before it begins.")
        raise Refused(message, fields={"actual_end": message})


def _teaches(training_id: int, module_id: int) -> bool:
    found = select(TrainingModule.id).where(
        TrainingModule.training_id == training_id, TrainingModule.module_id == module_id
    )
    return db.session.scalar(found) is not None


def _set_trainers(session: TrainingSession, uids: Sequence[UUID]) -> None:
    wanted = set(
        db.session.scalars(
            select(Participation.id).where(
                Participation.uid.in_(uids),
                Participation.training_id == session.training_id,
                Participation.capacity != Capacity.PARTICIPANT,
            )
        )
    )
    if len(wanted) != len(set(uids)):
        message = _("A trainer must be in the training as something else than a participant.")
        raise Refused(message, fields={"trainers": message})
    there = set(
        db.session.scalars(select(SessionTrainer.participation_id).where(SessionTrainer.session_id == session.id))
    )
    db.session.execute(
        delete(SessionTrainer).where(
            SessionTrainer.session_id == session.id, SessionTrainer.participation_id.in_(there - wanted)
        )
    )
    for participation_id in sorted(wanted - there):
        db.session.add(SessionTrainer(session_id=session.id, participation_id=participation_id))
    db.session.flush()
    if new := tuple(sorted(wanted - there)):
        publish(TrainersAssigned(training_id=session.training_id, session_id=session.id, participation_ids=new))
