"""Places of named people: taking one, leaving it, and who moves up. The caller has locked the training."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core.db import db, transaction
from lms.core.events import publish
from lms.core.principals import Principal, command
from lms.enrolment import queries
from lms.enrolment.actions.questions import give_seats_back
from lms.enrolment.events import NominationsPromoted
from lms.enrolment.models import Nomination, NominationFact, NominationPlan, NominationState
from lms.enrolment.rules import delegations as rules
from lms.enrolment.rules.delegations import Sent
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings.events import ParticipantsWithdrew
from lms.trainings.models import Capacity, Participation, Step, Training


def move(
    nomination: Nomination, state: NominationState, *, by: Principal, now: datetime, reason: str,
    batch: UUID | None = None,
) -> Nomination:  # fmt: skip
    """Append a step and let the nomination stand there."""
    db.session.add(
        NominationFact(nomination_id=nomination.id, state=state, reason=reason, batch=batch, by=by.id,
                       at=now)
    )  # fmt: skip
    nomination.state, nomination.reason = state, reason
    if state not in {*rules.HOLDING, NominationState.WAITING}:
        give_seats_back(nomination.training_id, [nomination.person_id])
    if state == NominationState.WAITING:
        nomination.waits_since = nomination.waits_since or now
    elif state not in rules.HOLDING:
        nomination.waits_since = None
    db.session.flush()
    return nomination


def enter(
    nomination: Nomination, training: Training, plan: NominationPlan, *, by: Principal, now: datetime
) -> Nomination:
    """Let somebody in where there is room, else keep the reason why there is none."""
    problem = rules.why_not(
        queries.limits_of(training.id), sent(nomination), seats_left=seats_left(training, nomination)
    )
    if problem:
        return move(nomination, NominationState.OVER, by=by, now=now, reason=problem)
    state = rules.first_state(plan.stages)
    move(nomination, state, by=by, now=now, reason="")
    if state == NominationState.ACCEPTED:
        take_seat(nomination, by=by, now=now)
    return nomination


def take_seat(nomination: Nomination, *, by: Principal, now: datetime) -> None:
    """Make an accepted person a participant, invited and registered; who had withdrawn returns."""
    facts = (nomination.training_id, nomination.person_id, nomination.capacity)
    there = training_queries.find_participation(*facts)
    if there is not None and there.withdrawn_at is not None:
        trainings.take_step(there, Step.RETURNED, by=by, now=now, reason=_("Named by the office"))
    made = trainings.add_participation(*facts, by=by, now=now, invited=True)
    nomination.participation_id = made.id
    nomination.participation = made


def leave_seat(nomination: Nomination, *, by: Principal, now: datetime, reason: str) -> None:
    """Withdraw the participation of somebody who no longer comes; the nomination has moved on before."""
    if nomination.participation is not None:
        trainings.take_step(nomination.participation, Step.WITHDREW, by=by, now=now, reason=reason)


def promote(training: Training, plan: NominationPlan, *, now: datetime) -> list[Nomination]:
    """Let everybody on the waiting list move up for whom there is room, in the order of their turn."""
    waiting = queries.waiting_in_order(training.id)
    if not waiting or not training.is_open:
        return []
    limits, by, moved = queries.limits_of(training.id), command("waiting list"), []
    for nomination in waiting:
        who = sent(nomination)
        if rules.why_not(limits, who, seats_left=seats_left(training, nomination)):
            continue
        move(nomination, rules.first_state(plan.stages), by=by, now=now, reason=_("Moved up from the waiting list"))
        if nomination.state == NominationState.ACCEPTED:
            take_seat(nomination, by=by, now=now)
        limits = rules.with_one_more(limits, who)
        moved.append(nomination)
    if moved:
        publish(NominationsPromoted(training_id=training.id, nomination_ids=tuple(one.id for one in moved)))
    return moved


@transaction()
def follow_withdrawals(event: ParticipantsWithdrew) -> None:
    """Free the places of people who withdrew, and let the next move up (reacts to ParticipantsWithdrew)."""
    left = select(Participation.person_id).where(Participation.id.in_(event.participation_ids))
    give_seats_back(event.training_id, list(db.session.scalars(left)))
    plan = queries.find_plan(event.training_id)
    if plan is None:
        return
    training = trainings.lock_training(event.training_id)
    by, now = command("waiting list"), queries.withdrawn_at(event.participation_ids)
    for nomination in queries.accepted_as(event.participation_ids):
        move(nomination, NominationState.CANCELLED, by=by, now=now, reason=_("Withdrew from the training"))
    promote(training, plan, now=now)


def sent(nomination: Nomination) -> Sent:
    """Return what quotas look at in a nomination."""
    return Sent(nomination.capacity, nomination.delegation.office_id, nomination.region.reach_code)


def seats_left(training: Training, nomination: Nomination) -> int | None:
    """Return how many seats a training has for this person: who holds one already needs none."""
    if training.capacity is None or nomination.capacity != Capacity.PARTICIPANT:
        return None
    there = training_queries.find_participation(training.id, nomination.person_id, nomination.capacity)
    if there is not None and there.registered_at is not None and there.withdrawn_at is None:
        return None
    return training.capacity - queries.seats_taken(training.id)


@transaction()
def rebuild_nominations() -> int:
    """Let every nomination stand where its newest step says; how many stood elsewhere."""
    facts = db.session.scalars(select(NominationFact).order_by(NominationFact.id))
    newest: dict[int, NominationFact] = {fact.nomination_id: fact for fact in facts}
    changed = 0
    for nomination in db.session.scalars(select(Nomination)):
        fact = newest.get(nomination.id)
        if fact and (nomination.state, nomination.reason) != (fact.state, fact.reason):
            nomination.state, nomination.reason = fact.state, fact.reason
            changed += 1
    return changed
