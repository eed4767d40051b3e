"""Adding one person to a training by form."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import actions as accounts
from lms.accounts.models import Person
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal
from lms.enrolment import queries
from lms.enrolment.actions.drafts import get_runnable
from lms.enrolment.queries.known import find_alike
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings import rules
from lms.trainings.models import Capacity, Participation, Step, Training
from lms.trainings.rules import room


class Alike(Refused):
    """Somebody like this is known already: `people` are those who may be meant."""

    def __init__(self, people: list[Person]) -> None:
        super().__init__(_("Somebody like this is known already. Choose the person, or say that it is somebody else."))
        self.people = people


@transaction()
def add_person(
    training_uid: UUID, capacity: Capacity, *, by: Principal, now: datetime, step: Step = Step.REGISTERED,
    person_uid: UUID | None = None, is_somebody_else: bool = False, allows_over: bool = False, **facts: Any,
) -> Participation:  # fmt: skip
    """Bring one person into a training; without `person_uid`, who is known already is offered first (Alike).

    Somebody who takes a seat where none is left is refused (Full), unless `allows_over`.
    """
    training = trainings.lock_training(get_runnable(training_uid, by).id)
    person = _chosen(person_uid) if person_uid else None
    if person is None:
        alike = find_alike(phone=facts.get("phone"), nip=facts.get("nip"), name=facts["full_name"],
                           office_id=facts.get("office_id"))  # fmt: skip
        if alike and not is_somebody_else:
            raise Alike(alike)
        person = accounts.make_person(**facts, by=by, now=now)
    _make_room(training, person, capacity, step, by=by, allows_over=allows_over)
    return trainings.add_participation(
        training.id, person.id, capacity, by=by, now=now, invited=step == Step.INVITED,
        registered=step != Step.INVITED, arrived=step == Step.ARRIVED,
    )  # fmt: skip


def _make_room(
    training: Training, person: Person, capacity: Capacity, step: Step, *, by: Principal, allows_over: bool
) -> None:
    there = training_queries.find_participation(training.id, person.id, capacity)
    before = rules.dates_of(there) if there is not None else rules.Dates()
    if room.takes_seat(capacity, before, [step]):
        trainings.make_room(training, taken=queries.seats_taken(training.id), coming=1, allows_over=allows_over, by=by)


def is_same(person: Person, name: str) -> bool:
    """Tell whether a person has this name, without regard to case and accents."""
    return person.sort_name == folded(name)


def _chosen(person_uid: UUID) -> Person:
    person = db.session.scalar(select(Person).where(Person.uid == person_uid, Person.merged_into_id.is_(None)))
    if person is None:
        raise Refused(_("This person is no longer known."))
    return person
