"""The steps that people take in a training: arrived, withdrew, returned, or takes part as something else."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings import queries, rules
from lms.trainings.actions.facts import append, is_new_step
from lms.trainings.actions.room import make_room
from lms.trainings.actions.state import lock_training
from lms.trainings.events import ParticipantsArrived, ParticipantsReturned, ParticipantsWithdrew
from lms.trainings.models import Capacity, Participation, Step
from lms.trainings.rules import room


@transaction()
def record_step(
    participation_uid: UUID, step: Step, *, by: Principal, now: datetime, reason: str = "", allows_over: bool = False
) -> Participation:  # fmt: skip
    """Append a step to a participation: arrived, withdrew, returned; a step taken before changes nothing.

    Who takes a seat by it needs one (Full), unless `allows_over`.
    """
    participation = queries.get_participation_within(by, participation_uid)
    _require_runner(participation, by)
    _make_room([participation], step, allows_over=allows_over, by=by)
    return take_step(participation, step, by=by, now=now, reason=reason)


@transaction()
def take_step(
    participation: Participation, step: Step, *, by: Principal, now: datetime, reason: str = ""
) -> Participation:
    """Append a step to a participation that the caller may change."""
    if step in {Step.WITHDREW, Step.RETURNED} and not reason.strip():
        message = _("Give the reason.")
        raise Refused(message, fields={"reason": message})
    locked = _lock(participation.id)
    if not is_new_step(locked, step):
        return locked
    append([(locked, step)], by=by, now=now, reason=reason)
    trail.record(
        f"participation.{step.value}",
        by=by.id,
        subject="participation",
        subject_uid=locked.uid,
        reason=reason,
    )
    _tell(step, locked)
    return locked


@transaction()
def mark_arrived(
    training_uid: UUID,
    participation_uids: Iterable[UUID],
    *,
    by: Principal,
    now: datetime,
    arrived: bool = True,
    allows_over: bool = False,
) -> int:
    """Note that several people were received at the desk (or that this was a mistake); how many changed.

    Those who were only invited, or had withdrawn, take a seat by it (Full where there is none).
    """
    training = queries.get_training_within(by, training_uid)
    if not queries.may_run(by, training.id):
        raise Refused(_("You may not change this training."))
    step = Step.ARRIVED if arrived else Step.NOT_ARRIVED
    found = db.session.scalars(
        select(Participation).where(
            Participation.training_id == training.id, Participation.uid.in_(list(participation_uids))
        )
    ).all()
    changed = [p for p in found if is_new_step(p, step)]
    _make_room(changed, step, allows_over=allows_over, by=by)
    append([(p, step) for p in changed], by=by, now=now)
    if changed:
        trail.record(f"participations.{step.value}", by=by.id, subject="training", subject_uid=training.uid,
                     count=len(changed))  # fmt: skip
    if changed and arrived:
        publish(ParticipantsArrived(training_id=training.id, participation_ids=tuple(p.id for p in changed)))
    return len(changed)


@transaction()
def change_capacity(
    participation_uid: UUID, capacity: Capacity, *, by: Principal, allows_over: bool = False
) -> Participation:
    """Let a person take part as something else; refused when the person already does, or has no seat (Full)."""
    participation = queries.get_participation_within(by, participation_uid)
    _require_runner(participation, by)
    if participation.capacity == capacity:
        return participation
    if queries.find_participation(participation.training_id, participation.person_id, capacity):
        message = _("This person is in the training in that capacity already.")
        raise Refused(message, fields={"capacity": message})
    if capacity == Capacity.PARTICIPANT and room.holds_seat(rules.dates_of(participation)):
        training = lock_training(participation.training_id)
        make_room(training, taken=queries.seats_held(training.id), coming=1, allows_over=allows_over, by=by)
    locked = _lock(participation.id)
    before, locked.capacity = locked.capacity, capacity
    trail.record("participation.capacity", by=by.id, subject="participation", subject_uid=locked.uid,
                 before=before.value, after=capacity.value)  # fmt: skip
    return locked


def _make_room(people: Sequence[Participation], step: Step, *, allows_over: bool, by: Principal) -> None:
    """Ask for seats for those of a training's people who take one by a step."""
    coming = sum(is_new_step(p, step) and room.takes_seat(p.capacity, rules.dates_of(p), [step]) for p in people)
    if coming:
        training = lock_training(people[0].training_id)
        make_room(training, taken=queries.seats_held(training.id), coming=coming, allows_over=allows_over, by=by)


def _lock(participation_id: int) -> Participation:
    row = db.session.scalar(
        select(Participation)
        .where(Participation.id == participation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise Missing
    return row


def _require_runner(participation: Participation, by: Principal) -> None:
    if not queries.may_run(by, participation.training_id):
        raise Refused(_("You may not change this training."))


def _tell(step: Step, participation: Participation) -> None:
    facts: Any = {"training_id": participation.training_id, "participation_ids": (participation.id,)}
    if step == Step.ARRIVED:
        publish(ParticipantsArrived(**facts))
    if step == Step.WITHDREW:
        publish(ParticipantsWithdrew(**facts))
    if step == Step.RETURNED:
        publish(ParticipantsReturned(**facts))
