"""Opening, closing, reopening and cancelling a training: each an appended fact."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import Event, publish
from lms.core.principals import Principal
from lms.trainings import queries, rules
from lms.trainings.events import TrainingCancelled, TrainingClosed, TrainingOpened, TrainingReopened
from lms.trainings.models import Training, TrainingFact


@transaction()
def open_training(training_uid: UUID, *, by: Principal, now: datetime) -> Training:
    """Let people and marks into a training."""
    return _change(training_uid, "opened", lambda id_: TrainingOpened(training_id=id_), by=by, now=now)


@transaction()
def close(training_uid: UUID, *, by: Principal, now: datetime, reason: str = "") -> Training:
    """End a training: what follows from attendance may be decided."""
    return _change(training_uid, "closed", lambda id_: TrainingClosed(training_id=id_), by=by, now=now, reason=reason)


@transaction()
def reopen(training_uid: UUID, *, by: Principal, now: datetime, reason: str) -> Training:
    """Let people and marks into a closed or cancelled training again; earned completions stay."""
    _require_reason(reason)
    return _change(
        training_uid, "reopened", lambda id_: TrainingReopened(training_id=id_), by=by, now=now, reason=reason
    )


@transaction()
def cancel(training_uid: UUID, *, by: Principal, now: datetime, reason: str) -> Training:
    """Say that a training does not take place; its people and marks stay as they are."""
    _require_reason(reason)
    return _change(
        training_uid,
        "cancelled",
        lambda id_: TrainingCancelled(training_id=id_),
        by=by,
        now=now,
        reason=reason,
    )


def lock_training(training_id: int) -> Training:
    """Return a training for writing: others who lock it wait until this transaction ends."""
    training = db.session.scalar(
        select(Training).where(Training.id == training_id).with_for_update().execution_options(populate_existing=True)
    )
    if training is None:
        raise Missing
    return training


def get_runnable(training_uid: UUID, by: Principal) -> Training:
    """Return a training that `by` may change, locked; Missing out of reach, Refused where it may only be seen."""
    training = queries.get_training_within(by, training_uid)
    if not queries.may_run(by, training.id):
        raise Refused(_("You may not change this training."))
    return lock_training(training.id)


def note(training: Training, kind: str, *, by: Principal, now: datetime, reason: str = "") -> None:
    """Append a fact to a training's history and to the trail."""
    db.session.add(TrainingFact(training_id=training.id, kind=kind, reason=reason, by=by.id, at=now))
    trail.record(f"training.{kind}", by=by.id, subject="training", subject_uid=training.uid, reason=reason)


def _change(
    training_uid: UUID,
    act: str,
    event: Callable[[int], Event],
    *,
    by: Principal,
    now: datetime,
    reason: str = "",
) -> Training:
    training = get_runnable(training_uid, by)
    target = rules.next_state(act, training.state)
    if target == training.state:
        return training
    training.state = target
    note(training, act, by=by, now=now, reason=reason)
    db.session.flush()
    publish(event(training.id))
    return training


def _require_reason(reason: str) -> None:
    if not reason.strip():
        message = _("Give the reason.")
        raise Refused(message, fields={"reason": message})
