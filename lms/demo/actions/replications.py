"""The training of the facilitators in January, and the 300 replications that they gave until October."""

from datetime import date, datetime, timedelta

from lms.core.clock import at
from lms.demo.actions.ground import Ground, zone_of
from lms.demo.actions.learned import take_tests
from lms.demo.actions.parts import Part, add_history, add_parts, add_trainings, pin
from lms.demo.actions.people import MANAGERS_EACH, facilitators_of, givers
from lms.demo.rules.chance import chance, day_between
from lms.trainings.models import Capacity, Step

FIRST, LAST = date(2019, 1, 21), date(2019, 10, 18)
TESTED, TESTED_FROM, TESTED_EVERY = "marketing-perpustakaan", 7, 24


def train_facilitators(ground: Ground) -> None:
    """Train the facilitators, so that the cascade begins with people who were trained."""
    starts = date(2019, 1, 14)
    [training_id] = add_trainings(ground, [
        {"key": "strategi", "kind": "strategi", "title": "Pelatihan Strategi Pengembangan Perpustakaan dan TIK",
         "starts": starts, "ends": starts + timedelta(days=3), "venue": "Hotel Mercure Jakarta Kota", "city": "Jakarta"}
    ])  # fmt: skip
    steps = _steps(starts, "Asia/Jakarta", invited=True)
    keys = [key for keys in facilitators_of(ground).values() for key in keys]
    parts = [Part(training="strategi", training_id=training_id, person=key, steps=steps) for key in keys]
    parts += [
        Part(training="strategi", training_id=training_id, person=f"t/{index}", capacity=Capacity.TRAINER, steps=steps)
        for index in range(3)
    ]
    add_parts(ground, parts)
    add_history(ground, _history(training_id, starts, starts + timedelta(days=3), "Asia/Jakarta"))


def replicate(ground: Ground) -> list[date]:
    """Give one replication in each library to its three managers, and return when, in the order of the libraries."""
    days = [_day(number) for number, _ in enumerate(ground.libraries())]
    ids = add_trainings(ground, [
        {"key": f"replikasi/{number}", "kind": "replikasi",
         "title": f"Replikasi pelatihan di {ground.places[library.office_id][1]}",
         "office_id": regency.office_id, "region_id": library.region_id, "library_id": library.office_id,
         "starts": days[number], "ends": days[number] + timedelta(days=number % 2), "zone": zone_of(regency.province),
         "venue": f"Balai Desa {library.village}", "city": regency.name, "is_public": False}
        for number, (regency, _index, library) in enumerate(ground.libraries())
    ])  # fmt: skip
    parts: list[Part] = []
    history: list[tuple[int, str, datetime]] = []
    for number, (regency, index, _library) in enumerate(ground.libraries()):
        zone = zone_of(regency.province)
        history += _history(ids[number], days[number], days[number] + timedelta(days=number % 2), zone)
        parts += _people(ground, number, ids[number], regency.code, index, _steps(days[number], zone))
    keys = add_parts(ground, parts)
    add_history(ground, history)
    _test_some(ground, ids, days, list(zip(keys, parts, strict=True)))
    return days


def _test_some(ground: Ground, ids: list[int], days: list[date], people: list[tuple[int, Part]]) -> None:
    """Let some replications give one module with its tests, so that a second generation can be compared."""
    for number in range(TESTED_FROM, len(ids), TESTED_EVERY):
        pin(ground, ids[number], [(TESTED, 0)])
        learners = [(key, part) for key, part in people
                    if part.training_id == ids[number] and part.capacity == Capacity.PARTICIPANT]  # fmt: skip
        take_tests(ground, learners, TESTED, days[number])


def _day(number: int) -> date:
    day = day_between(chance("replication", number), FIRST, LAST)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _people(
    ground: Ground, number: int, training_id: int, regency: str, index: int, steps: dict[Step, datetime]
) -> list[Part]:
    name = f"replikasi/{number}"
    lead, *helpers = givers(ground, regency, index)
    teachers = [(lead, Capacity.TRAINER), *((key, Capacity.FACILITATOR) for key in helpers)]
    learners = [(f"m/{regency}/{index}/{one}", Capacity.PARTICIPANT) for one in range(MANAGERS_EACH)]
    return [
        Part(training=name, training_id=training_id, person=key, capacity=capacity, steps=steps)
        for key, capacity in [*learners, *teachers]
    ]


def _steps(day: date, zone: str, *, invited: bool = False) -> dict[Step, datetime]:
    found = {Step.INVITED: at(day - timedelta(days=21), 10, 0, zone)} if invited else {}
    return found | {Step.REGISTERED: at(day - timedelta(days=3), 14, 0, zone), Step.ARRIVED: at(day, 8, 15, zone)}


def _history(training_id: int, first: date, last: date, zone: str) -> list[tuple[int, str, datetime]]:
    return [
        (training_id, "planned", at(first - timedelta(days=24), 9, 0, zone)),
        (training_id, "opened", at(first - timedelta(days=21), 9, 0, zone)),
        (training_id, "closed", at(last, 17, 0, zone)),
    ]
