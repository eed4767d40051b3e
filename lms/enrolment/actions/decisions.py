"""Approval of named people: by the office, by the organiser, in bulk, with reasons, and taken back; their points."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal
from lms.enrolment import queries
from lms.enrolment.actions.drafts import get_runnable
from lms.enrolment.actions.seats import leave_seat, move, promote, seats_left, sent, take_seat
from lms.enrolment.events import NominationsDecided
from lms.enrolment.models import Criterion, Nomination, NominationPlan, NominationState, Quota, Score
from lms.enrolment.rules import delegations as rules
from lms.places.models import Office, Region
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, Training


@transaction()
def endorse(nomination_uids: Iterable[UUID], *, by: Principal, now: datetime) -> int:
    """Approve names for their office: somebody else than who wrote the letter does it; how many."""
    found = [queries.get_nomination_within(by, uid) for uid in dict.fromkeys(nomination_uids)]
    if any(not queries.is_sent_by(by, one.delegation_id) for one in found):
        raise Refused(_("Only the office that sends these people may change them."))
    if any(one.delegation.made_by == by.id for one in found):
        raise Refused(_("Somebody else than who named these people approves them for the office."))
    ready = [one for one in found if one.state == NominationState.PROPOSED]
    for nomination in ready:
        move(nomination, NominationState.ENDORSED, by=by, now=now, reason="")
    return len(ready)


@transaction()
def decide(
    training_uid: UUID, nomination_uids: Iterable[UUID], *, accepts: bool, by: Principal, now: datetime,
    reason: str = "",
) -> tuple[UUID, int]:  # fmt: skip
    """Accept or refuse names for a training; the batch under which it can be taken back, and how many changed.

    A refusal needs a reason. What is not ready for the decision stays as it is.
    """
    if not accepts:
        rules.require_reason(reason)
    training, plan = _locked(training_uid, by)
    changed: list[int] = []
    batch = uuid4()
    for nomination in _chosen(training, nomination_uids):
        if accepts and rules.ready_for_organiser(nomination.state, plan.stages):
            _accept(nomination, training, by=by, now=now, reason=reason, batch=batch)
            changed.append(nomination.id)
        if not accepts and nomination.state in {*rules.PENDING, NominationState.WAITING}:
            move(nomination, NominationState.REFUSED, by=by, now=now, reason=clean(reason)[:300], batch=batch)
            changed.append(nomination.id)
    promote(training, plan, now=now)
    trail.record("nominations.accepted" if accepts else "nominations.refused", by=by.id, subject="training",
                 subject_uid=training.uid, count=len(changed))  # fmt: skip
    if changed:
        publish(NominationsDecided(training_id=training.id, nomination_ids=tuple(changed)))
    return batch, len(changed)


@transaction()
def take_decision_back(training_uid: UUID, batch: UUID, *, by: Principal, now: datetime) -> int:
    """Let everybody of a decision stand where they stood before it; how many.

    Who moved on meanwhile stays. Who was refused returns only where there is still room.
    """
    training, _plan = _locked(training_uid, by)
    changed = 0
    for nomination, before in queries.decided_in(training.id, batch):
        holds = before in rules.HOLDING
        if holds and nomination.state not in rules.HOLDING and _problem(nomination, training):
            continue
        was_accepted = nomination.state == NominationState.ACCEPTED
        move(nomination, before, by=by, now=now, reason=_("Decision taken back"))
        if was_accepted:
            leave_seat(nomination, by=by, now=now, reason=_("Decision taken back"))
        changed += 1
    trail.record("nominations.undone", by=by.id, subject="training", subject_uid=training.uid, count=changed)
    return changed


@transaction()
def score(nomination_uid: UUID, points: Mapping[UUID, int], *, by: Principal, now: datetime) -> Nomination:
    """Give an application points by the training's criteria; earlier points stay in the records."""
    found = queries.get_nomination_within(by, nomination_uid)
    training = get_runnable(found.training.uid, by)
    trainings.lock_training(training.id)
    known = {criterion.uid: criterion for criterion in queries.criteria_of(training.id)}
    for uid, given in points.items():
        if uid not in known:
            raise Missing
        rules.require_points(given, known[uid].most)
        db.session.add(Score(nomination_id=found.id, criterion_id=known[uid].id, points=given, by=by.id, at=now))
    db.session.flush()
    kept = queries.points_of([found.id]).get(found.id, {})
    found.points = sum(kept[one.id] for one in known.values() if one.id in kept) if kept else None
    return found


@transaction()
def set_plan(training_uid: UUID, *, until: date, stages: int, by: Principal) -> NominationPlan:
    """Let a training take delegations until a day, approved in so many stages."""
    training = get_runnable(training_uid, by)
    plan = queries.find_plan(training.id) or NominationPlan(training_id=training.id, until=until)
    plan.until, plan.stages = until, stages
    db.session.add(plan)
    db.session.flush()
    trail.record("delegations.planned", by=by.id, subject="training", subject_uid=training.uid, until=str(until),
                 stages=stages)  # fmt: skip
    return plan


@transaction()
def set_quota(
    training_uid: UUID, *, region_id: int | None, office_id: int | None, capacity: Capacity, seats: int, by: Principal,
    now: datetime,
) -> Quota:  # fmt: skip
    """Let a region or an office send so many people in a capacity; who waits moves up where there is more room now."""
    training = get_runnable(training_uid, by)
    trainings.lock_training(training.id)
    if (region_id is None) == (office_id is None):
        message = _("Choose a region or an office.")
        raise Refused(message, fields={"region_id": message})
    if db.session.get(Region if region_id else Office, region_id or office_id) is None:
        raise Missing
    place = (Quota.region_id == region_id) if region_id else (Quota.office_id == office_id)
    quota = db.session.scalar(
        select(Quota).where(Quota.training_id == training.id, Quota.capacity == capacity, place)
    ) or Quota(training_id=training.id, region_id=region_id, office_id=office_id, capacity=capacity)
    quota.seats = seats
    db.session.add(quota)
    db.session.flush()
    trail.record("quota.set", by=by.id, subject="training", subject_uid=training.uid, region=region_id,
                 office=office_id, capacity=capacity.value, seats=seats)  # fmt: skip
    _promote(training, now)
    return quota


@transaction()
def drop_quota(training_uid: UUID, quota_uid: UUID, *, by: Principal, now: datetime) -> None:
    """Take a quota away; who was sent under it stays."""
    training = get_runnable(training_uid, by)
    quota = db.session.scalar(select(Quota).where(Quota.uid == quota_uid, Quota.training_id == training.id))
    if quota is None:
        raise Missing
    trail.record("quota.dropped", by=by.id, subject="training", subject_uid=training.uid, region=quota.region_id,
                 office=quota.office_id, capacity=quota.capacity.value, seats=quota.seats)  # fmt: skip
    db.session.delete(quota)
    db.session.flush()
    _promote(training, now)


@transaction()
def add_criterion(training_uid: UUID, *, label: str, most: int, by: Principal) -> Criterion:
    """Add what applications are chosen by."""
    training = get_runnable(training_uid, by)
    criterion = Criterion(training_id=training.id, label=label, most=most)
    db.session.add(criterion)
    db.session.flush()
    return criterion


@transaction()
def end_criterion(training_uid: UUID, criterion_uid: UUID, *, by: Principal, now: datetime) -> None:
    """No longer choose by a criterion; the points that were given stay."""
    training = get_runnable(training_uid, by)
    found = next((one for one in queries.criteria_of(training.id) if one.uid == criterion_uid), None)
    if found is None:
        raise Missing
    found.ended_at = now
    db.session.flush()


def _locked(training_uid: UUID, by: Principal) -> tuple[Training, NominationPlan]:
    training = trainings.lock_training(get_runnable(training_uid, by).id)
    plan = queries.find_plan(training.id)
    if plan is None:
        raise Missing
    return training, plan


def _promote(training: Training, now: datetime) -> None:
    plan = queries.find_plan(training.id)
    if plan is not None:
        promote(training, plan, now=now)


def _chosen(training: Training, uids: Iterable[UUID]) -> Sequence[Nomination]:
    statement = queries.nominations_of(training.id, queries.WantedNames()).where(Nomination.uid.in_(list(uids)))
    return db.session.scalars(statement).all()


def _accept(
    nomination: Nomination, training: Training, *, by: Principal, now: datetime, reason: str, batch: UUID
) -> None:
    """Accept somebody whose place has been held since the name was given: only a smaller training can lack the seat."""
    left = seats_left(training, nomination)
    if left is not None and left < 0:
        raise Refused(_("This training is full."))
    move(nomination, NominationState.ACCEPTED, by=by, now=now, reason=clean(reason)[:300], batch=batch)
    take_seat(nomination, by=by, now=now)


def _problem(nomination: Nomination, training: Training) -> str:
    return rules.why_not(queries.limits_of(training.id), sent(nomination), seats_left=seats_left(training, nomination))
