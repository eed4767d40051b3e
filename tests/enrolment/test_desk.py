"""The desk at the hotel: who came, with which letter; walk-ins, doubles, slips; the numbers stay right."""

from typing import Any

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import db
from lms.enrolment import actions, queries
from lms.trainings import actions as trainings
from lms.trainings import queries as training_queries
from lms.trainings.models import Capacity, Participation, Step
from tests import factories as make
from tests.conftest import FreshClient
from tests.enrolment.delegations import Scene, make_scene

pytestmark = pytest.mark.database


def arrived(scene: Scene) -> tuple[int, int, int]:
    numbers = training_queries.four_numbers([scene.training.id])[scene.training.id]
    return numbers.invited, numbers.registered, numbers.arrived


def desk_of(app: Flask, scene: Scene) -> tuple[FreshClient, str]:
    client = app.test_client()
    assert isinstance(client, FreshClient)
    client.sign_in(db.session.get(Person, scene.boss.person_id))
    return client, f"/staff/trainings/{scene.training.uid}/desk"


def seat_of(named: Any) -> Participation:
    return make.reload(named).participation


def test_who_comes_with_a_letter_is_found_received_and_taken_back(app: Flask) -> None:
    scene = make_scene()
    seat = seat_of(scene.name(scene.people[0], scene.people[1])[0])
    client, desk = desk_of(app, scene)
    for text in ("orang 0", "tulang bawang", seat.badge_code.lower()):
        page = client.get(desk, query_string={"q": text}).text
        assert seat.name_shown in page, text
        assert "094/12/2019" in page
    client.post(f"/staff/participations/{seat.uid}/reception", data={"letter": "yes"})
    client.post(f"/staff/participations/{seat.uid}/reception", data={"letter": "yes"})
    assert arrived(scene) == (2, 2, 1)
    steps = [fact.step for fact in training_queries.facts_of(seat.id)]
    assert steps == [Step.INVITED, Step.REGISTERED, Step.ARRIVED]
    client.post(f"/staff/participations/{seat.uid}/reception/undoing")
    assert arrived(scene) == (2, 2, 0)


def test_it_is_kept_whether_the_letter_was_there(app: Flask) -> None:
    scene = make_scene()
    seats = [seat_of(one) for one in scene.name(*scene.people[:2])]
    for seat, has_letter in zip(seats, (True, False), strict=True):
        actions.receive(seat.uid, has_letter=has_letter, by=scene.boss, now=clock.now())
    first, second = (training_queries.facts_of(seat.id)[-1].reason for seat in seats)
    assert first
    assert second
    assert first != second


def test_a_phone_number_finds_its_person_however_it_is_written(app: Flask) -> None:
    scene = make_scene()
    person = make.make_person("Ratna", phone="+6281234567890", office=scene.office)
    trainings.add_participation(scene.training.id, person.id, Capacity.PARTICIPANT, by=scene.boss, now=clock.now())
    assert [row.person_id for row in queries.expected_at_desk(scene.training.id, "081234567890")] == [person.id]


def test_a_walk_in_is_added_at_the_door_and_has_arrived(app: Flask) -> None:
    scene = make_scene()
    client, desk = desk_of(app, scene)
    form = client.get(f"/staff/trainings/{scene.training.uid}/people/new?at=desk&name=Budi").text
    assert 'value="Budi"' in form
    data = {"full_name": "Budi", "capacity": "participant", "step": "arrived", "at": "desk"}
    answer = client.post(f"/staff/trainings/{scene.training.uid}/people/new", data=data)
    assert answer.location == desk
    assert arrived(scene) == (0, 1, 1)


def test_people_who_may_be_there_twice_are_shown_and_merged_by_a_human(app: Flask) -> None:
    scene = make_scene()
    client, desk = desk_of(app, scene)
    for name, office in (("Siti", scene.office), ("SITI", scene.office), ("Siti", make.make_office())):
        person = make.make_person(name, office=office)
        trainings.add_participation(scene.training.id, person.id, Capacity.PARTICIPANT, by=scene.boss, now=clock.now())
    pairs = queries.doubles_in(scene.training.id)
    assert [(one.person.full_name, other.person.full_name) for one, other in pairs] == [("Siti", "SITI")]
    kept, merged = pairs[0][0].person, pairs[0][1].person
    assert f"/{kept.uid}/merge/{merged.uid}" in client.get(desk).text
    client.post(f"/staff/people/{kept.uid}/merge/{merged.uid}", data={"reason": "Orang yang sama"})
    assert queries.doubles_in(scene.training.id) == []
    assert arrived(scene) == (0, 2, 0)


def test_slips_are_printed_for_the_people_of_one_training(app: Flask) -> None:
    scene = make_scene()
    scene.name(scene.people[0])
    client, _desk = desk_of(app, scene)
    page = client.get(f"/staff/trainings/{scene.training.uid}/slips").text
    assert (str(scene.people[0].uid) in page, str(scene.people[1].uid) in page) == (True, False)
    answer = client.post("/staff/people/slips", data={"chosen": [str(scene.people[0].uid)]})
    assert answer.data.startswith(b"%PDF")


def test_a_stranger_finds_no_desk(app: Flask) -> None:
    scene = make_scene()
    seat = seat_of(scene.name(scene.people[0])[0])
    client = app.test_client()
    assert isinstance(client, FreshClient)
    client.sign_in(db.session.get(Person, scene.operator.person_id))
    assert client.get(f"/staff/trainings/{scene.training.uid}/desk").status_code == 404
    assert client.post(f"/staff/participations/{seat.uid}/reception", data={"letter": "yes"}).status_code == 404
    assert arrived(scene) == (1, 1, 0)


def test_the_desk_takes_as_many_queries_with_many_people_as_with_few(app: Flask, count_queries: Any) -> None:
    scene = make_scene(people=12)
    client, desk = desk_of(app, scene)
    scene.name(scene.people[0])

    def look() -> int:
        with count_queries() as seen:
            assert client.get(f"{desk}?q=orang").status_code == 200
        return len(seen)

    look()
    few = look()
    for named in scene.name(*scene.people):
        actions.receive(seat_of(named).uid, has_letter=True, by=scene.boss, now=clock.now())
    assert look() == few
