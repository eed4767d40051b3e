"""Who comes into a training."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.core import ids
from lms.core.db import db, transaction
from lms.core.errors import Missing
from lms.core.events import publish
from lms.core.principals import Principal
from lms.trainings import queries, rules
from lms.trainings.actions.facts import append, in_chunks, is_new_step
from lms.trainings.events import ParticipationsAdded
from lms.trainings.models import Capacity, Participation, Step, Training


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
    steps += [(p, step) for key, p in there.items() for step in wanted[key].steps if is_new_step(p, step)]
    append(steps, by=by, now=now)
    if new:
        publish(ParticipationsAdded(training_id=training_id, participation_ids=tuple(p.id for p in new)))
    return Added(tuple(p.id for p in new), tuple(p.id for p in there.values()))


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
