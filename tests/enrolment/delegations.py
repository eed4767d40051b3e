"""Delegations for tests: a training that takes them, an office of a regency with its operator and people."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from lms.accounts.models import Person
from lms.core import clock
from lms.core.principals import Principal, Role
from lms.enrolment import actions
from lms.enrolment.models import Delegation, Nomination, NominationState
from lms.places.models import Office, Region
from lms.trainings.models import Capacity, Training
from tests import factories as make

UNTIL = date(2199, 1, 1)


@dataclass
class Scene:
    """Who sends whom to what."""

    training: Training
    boss: Principal
    region: Region
    office: Office
    operator: Principal
    people: list[Person]
    training_id: int

    def quota(self, seats: int, **facts: Any) -> None:
        values = {"region_id": None, "office_id": self.office.id, "capacity": Capacity.PARTICIPANT, **facts}
        actions.set_quota(self.training.uid, **values, seats=seats, by=self.boss, now=clock.now())

    def letter(self, number: str = "094/12/2019", *, by: Principal | None = None, **facts: Any) -> Delegation:
        return actions.make_delegation(
            self.training.uid, office_uid=facts.pop("office_uid", self.office.uid), letter_number=number,
            letter_date=date(2019, 10, 1), by=by or self.operator, now=clock.now(), **facts,
        )  # fmt: skip

    def name(self, *people: Person, letter: Delegation | None = None) -> list[Nomination]:
        return actions.nominate(
            (letter or self.letter()).uid, [person.uid for person in people], Capacity.PARTICIPANT, by=self.operator,
            now=clock.now(),
        )  # fmt: skip

    def decide(self, *named: Nomination, accepts: bool = True, reason: str = "") -> tuple[UUID, int]:
        return actions.decide(
            self.training.uid, [one.uid for one in named], accepts=accepts, by=self.boss, now=clock.now(), reason=reason
        )


def make_scene(*, stages: int = 0, people: int = 5, **facts: Any) -> Scene:
    make.make_site()
    training = make.make_training(**{"capacity": None, **facts})
    province = make.make_region("18", name="Lampung")
    region = make.make_region("18.05", parent=province, name="Kabupaten Tulang Bawang")
    office = make.make_office(region=region, name="Dinas Perpustakaan Tulang Bawang")
    boss = make.principal_of(make.make_staff(name="Bu Manajer"))
    operator = make.principal_of(make.make_staff(Role.OFFICE_OPERATOR, region=region, name="Pak Operator"))
    actions.set_plan(training.uid, until=UNTIL, stages=stages, by=boss)
    named = [make.make_person(f"Orang {n}", office=office) for n in range(people)]
    return Scene(training, boss, region, office, operator, named, training.id)


def states(*named: Nomination) -> list[NominationState]:
    return [make.reload(one).state for one in named]
