"""Who comes into a training, and the steps that they take in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.core import ids, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings import queries, rules
from lms.trainings.actions.room import make_room
from lms.trainings.actions.state import lock_training
from lms.trainings.events import (
    ParticipantsArrived,
    ParticipantsReturned,
    ParticipantsWithdrew,
    ParticipationsAdded,
)
from lms.trainings.models import Capacity, Participation, ParticipationFact, Step, Training
from lms.trainings.rules import room

CHUNK = 500
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody who comes into a training, with the steps already taken."""

    person_id: int
    capacity: Capacity
    invited: bool = False
    registered: bool = True
    arrived: bool = False

    @property
    def steps(self) -> list[Step]:
        """The steps in their order; who has arrived is registered."""
        taken = {
            Step.INVITED: self.invited,
            Step.REGISTERED: self.registered or self.arrived,
            Step.ARRIVED: self.arrived,
        }
        return [step for step, is_taken in taken.items() if is_taken]


@dataclass(frozen=True)
class Added:
    """What became of newcomers: ids of new participations, and of those that were there before."""

    new: tuple[int, ...]
    found: tuple[int, ...]


@transaction()
def add_participation(
    training_id: int, person_id: int, capacity: Capacity, *, by: Principal, now: datetime, invited: bool = False,
    registered: bool = True, arrived: bool = False,
) -> Participation:  # fmt: skip
    """Bring one person into a training; who is in already is given back, with the new steps added."""
    newcomer = Newcomer(person_id=person_id, capacity=capacity, invited=invited, registered=registered, arrived=arrived)
    add_participations(training_id, [newcomer], by=by, now=now)
    participation = queries.find_participation(training_id, person_id, capacity)
    if participation is None:
        raise Missing
    return participation


@transaction()
def add_participations(training_id: int, newcomers: Sequence[Newcomer], *, by: Principal, now: datetime) -> Added:
    """Bring many people into a training, in a number of statements that does not grow with each person.

    The building block of form, import and registration, which ask first whether `by` may do it and whether there
    are seats. What papers print (name, office, position) is frozen here. A cancelled training takes nobody.
    """
    training = db.session.get(Training, training_id)
    if training is None:
        raise Missing
    wanted = {(n.person_id, n.capacity): n for n in newcomers}
    there = _load_there(training_id, wanted)
    people = _load_people({person_id for person_id, _capacity in wanted if (person_id, _capacity) not in there})
    rows = [_row(training_id, people[key[0]], n, now) for key, n in wanted.items() if key not in there]
    for part in in_chunks(rows):
        db.session.execute(insert(Participation), part)
    after = _load_there(training_id, wanted)
    new = [after[key] for key in wanted if key not in there]
    steps = [(p, step) for p in new for step in wanted[p.person_id, p.capacity].steps]
    steps += [(p, step) for key, p in there.items() for step in wanted[key].steps if _is_new_step(p, step)]
    _append(steps, by=by, now=now)
    if new:
        publish(ParticipationsAdded(training_id=training_id, participation_ids=tuple(p.id for p in new)))
    return Added(tuple(p.id for p in new), tuple(p.id for p in there.values()))


def in_chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Cut rows into lists that fit one statement."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part


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
    if not _is_new_step(locked, step):
        return locked
    _append([(locked, step)], by=by, now=now, reason=reason)
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
    changed = [p for p in found if _is_new_step(p, step)]
    _make_room(changed, step, allows_over=allows_over, by=by)
    _append([(p, step) for p in changed], by=by, now=now)
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


@transaction()
def rebuild_dates() -> int:
    """Derive the dates of all participations from their facts again; how many were different."""
    facts: dict[int, list[tuple[Step, datetime]]] = {}
    for fact in db.session.scalars(select(ParticipationFact).order_by(ParticipationFact.id)):
        facts.setdefault(fact.participation_id, []).append((fact.step, fact.at))
    changed = 0
    for participation in db.session.scalars(select(Participation)):
        dates = rules.derive(facts.get(participation.id, ()))
        if dates != rules.dates_of(participation):
            changed += 1
            _keep(participation, dates)
    return changed


def _make_room(people: Sequence[Participation], step: Step, *, allows_over: bool, by: Principal) -> None:
    """Ask for seats for those of a training's people who take one by a step."""
    coming = sum(_is_new_step(p, step) and room.takes_seat(p.capacity, rules.dates_of(p), [step]) for p in people)
    if coming:
        training = lock_training(people[0].training_id)
        make_room(training, taken=queries.seats_held(training.id), coming=coming, allows_over=allows_over, by=by)


def _load_there(training_id: int, wanted: Iterable[tuple[int, Capacity]]) -> dict[tuple[int, Capacity], Participation]:
    keys = set(wanted)
    found: dict[tuple[int, Capacity], Participation] = {}
    for part in in_chunks({person_id for person_id, _capacity in keys}):
        rows = db.session.scalars(
            select(Participation).where(Participation.training_id == training_id, Participation.person_id.in_(part))
        )
        found |= {(p.person_id, p.capacity): p for p in rows if (p.person_id, p.capacity) in keys}
    return found


def _load_people(person_ids: Iterable[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for part in in_chunks(person_ids):
        rows = db.session.scalars(select(Person).where(Person.id.in_(part)).options(joinedload(Person.office)))
        found |= {person.id: person for person in rows}
    return found


def _row(training_id: int, person: Person, newcomer: Newcomer, now: datetime) -> dict[str, Any]:
    office = person.office
    dates = rules.derive((step, now) for step in newcomer.steps)
    return {
        "uid": uuid4(), "training_id": training_id, "person_id": person.id, "capacity": newcomer.capacity,
        "office_id": person.office_id, "region_id": office.region_id if office else None,
        "name_shown": person.shown_name, "sort_name": person.sort_name,
        "office_shown": office.name if office else "", "position_shown": person.position,
        "badge_code": ids.crockford(40), "invited_at": dates.invited_at, "registered_at": dates.registered_at,
        "arrived_at": dates.arrived_at, "withdrawn_at": None,
    }  # fmt: skip


def _append(steps: Sequence[tuple[Participation, Step]], *, by: Principal, now: datetime, reason: str = "") -> None:
    facts = [
        {"uid": uuid4(), "participation_id": p.id, "step": step, "reason": reason, "by": by.id, "at": now}
        for p, step in steps
    ]
    for part in in_chunks(facts):
        db.session.execute(insert(ParticipationFact), part)
    for participation, step in steps:
        _keep(participation, rules.after(rules.dates_of(participation), step, now))
    db.session.flush()


def _is_new_step(participation: Participation, step: Step) -> bool:
    dates = rules.dates_of(participation)
    if step == Step.RETURNED:
        return dates.withdrawn_at is not None
    if step == Step.NOT_ARRIVED:
        return dates.arrived_at is not None
    kept = {
        Step.INVITED: dates.invited_at, Step.REGISTERED: dates.registered_at,
        Step.ARRIVED: None if dates.withdrawn_at else dates.arrived_at, Step.WITHDREW: dates.withdrawn_at,
    }  # fmt: skip
    return kept[step] is None


def _keep(participation: Participation, dates: rules.Dates) -> None:
    participation.invited_at = dates.invited_at
    participation.registered_at = dates.registered_at
    participation.arrived_at = dates.arrived_at
    participation.withdrawn_at = dates.withdrawn_at


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
