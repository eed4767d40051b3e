"""The offline door: each fact for itself, twice is once, nothing that is refused is lost."""

import random
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.attendance import actions as attendance
from lms.attendance import queries as rolls
from lms.attendance.models import AttendanceState, Mark
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Principal
from lms.sync import actions, queries
from lms.sync.models import QuarantinedFact
from lms.trainings.models import TrainingSession, TrainingState
from lms.web import guard
from tests import factories as make

pytestmark = pytest.mark.database


@pytest.fixture
def session(app: object) -> TrainingSession:
    return make.make_session(training=make.make_training())


@pytest.fixture
def manager(app: object) -> Person:
    return make.make_staff()


def fact(session: Any, person: Any = None, status: str = "H", **data: Any) -> dict[str, Any]:
    whose = {"person": str(person.uid)} if person else {}
    return {
        "uid": str(uuid4()), "kind": "attendance.mark",
        "data": {"session": str(session.uid), "status": status, **whose, **data},
    }  # fmt: skip


def post(client: FlaskClient, facts: list[Any], *, by: Principal | None = None, **more: Any) -> Any:
    headers = {"X-Pelita-Sync": "1", "Origin": "http://localhost"}
    author = guard.pseudonym_of(by) if by else ""
    return client.post("/sync", json={"as": author, "facts": facts, **more}, headers=headers)


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [one["outcome"] for one in answer.json["answers"]]


def join(training: Any, manager: Person, name: str = "Pintu 1") -> Principal:
    by = make.principal_of(manager)
    invite = attendance.open_devices(training.uid, by=by, now=clock.now())
    found = attendance.join_device(invite.uid, pin=attendance.pin_of(invite), name=name, now=clock.now())
    assert found is not None
    return found


def take(facts: list[Any], by: Principal) -> list[str]:
    return [actions.receive(one, by=by, now=clock.now())["outcome"] for one in facts]


def states() -> dict[int, tuple[str, bool]]:
    return {s.participation_id: (s.status.value, s.in_conflict) for s in db.session.scalars(db.select(AttendanceState))}


def test_a_person_sends_marks_through_the_door(app: Flask, session: TrainingSession, manager: Person) -> None:
    someone = make.make_participation(training=session.training)
    client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    assert outcomes(post(client, [fact(session, someone, "T")], by=make.principal_of(manager))) == ["done"]
    assert states() == {someone.id: ("T", False)}


def test_one_bad_fact_stops_nothing(session: TrainingSession, manager: Person) -> None:
    someone = make.make_participation(training=session.training)
    good = fact(session, someone)
    strange = [
        None, 7, [], {}, {"uid": "x"}, {**good, "uid": str(uuid4()), "kind": "nothing"}, fact(session),
        fact(session, someone, "Z"), fact(session, someone, after="abc"), fact(session, someone, after=["x"]),
        fact(session, someone, at="yesterday"), fact(session, someone, at=10**30), fact(session, code=5),
        {**good, "uid": str(uuid4()), "data": {"session": str(uuid4()), "status": "H", "person": str(someone.uid)}},
        fact(session, someone, reason="x" * 5000),
    ]  # fmt: skip
    assert take([*strange, good], make.principal_of(manager)) == ["unreadable"] * len(strange) + ["done"]
    assert states() == {someone.id: ("H", False)}


def test_a_queue_sent_again_or_in_another_order_ends_in_the_same_state(
    session: TrainingSession, manager: Person
) -> None:
    people = [make.make_participation(training=session.training) for _ in range(4)]
    by = make.principal_of(manager)
    queue = [fact(session, one, status) for one in people for status in "HT"]
    for first, second in zip(queue[::2], queue[1::2], strict=True):
        second["data"]["after"] = [first["uid"]]
    random.Random(3).shuffle(queue)
    assert take(queue, by) == ["done"] * 8
    assert take(queue[::-1], by) == ["done"] * 8
    assert set(states().values()) == {("T", False)}
    assert db.session.scalar(db.select(db.func.count(Mark.id))) == 8


def test_the_same_uuid_with_other_content_is_told_as_a_conflict(session: TrainingSession, manager: Person) -> None:
    someone = make.make_participation(training=session.training)
    first = fact(session, someone, "H")
    other = {**first, "data": {**first["data"], "status": "A"}}
    assert take([first, other, first], make.principal_of(manager)) == ["done", "conflict", "done"]
    assert states() == {someone.id: ("H", False)}


def test_two_devices_agree_or_contradict_whatever_the_order(session: TrainingSession, manager: Person) -> None:
    people = [make.make_participation(training=session.training) for _ in range(2)]
    one, two = join(session.training, manager), join(session.training, manager, "Pintu 2")
    take([fact(session, people[0], "H"), fact(session, people[1], "H")], one)
    take([fact(session, people[1], "A"), fact(session, people[0], "H")], two)
    assert {key: conflict for key, (_status, conflict) in states().items()} == {
        people[0].id: False, people[1].id: True,
    }  # fmt: skip


def test_an_unknown_code_is_kept_and_known_once_a_human_says_whose_it_is(
    session: TrainingSession, manager: Person
) -> None:
    someone = make.make_participation(training=session.training)
    device, by = join(session.training, manager), make.principal_of(manager)
    assert take([fact(session, code="old-badge", method="badge")], device) == ["unknown"]
    settled = attendance.settle_code(
        session.training.uid, "OLD-BADGE", person=someone.uid, reason="", by=by, now=clock.now()
    )
    assert settled == 1
    assert states() == {someone.id: ("H", False)}
    assert rolls.unknown_codes(session.training_id) == []
    other = make.make_session(training=session.training)
    assert take([fact(other, code="old-badge", method="badge")], device) == ["done"]


def test_a_device_marks_its_training_and_nothing_else(session: TrainingSession, manager: Person) -> None:
    elsewhere = make.make_session(training=make.make_training())
    someone = make.make_participation(training=elsewhere.training)
    device = join(session.training, manager)
    assert take([fact(elsewhere, someone)], device) == ["quarantined"]
    assert states() == {}


def test_what_a_cut_off_device_still_sends_waits_for_a_human(session: TrainingSession, manager: Person) -> None:
    people = [make.make_participation(training=session.training) for _ in range(2)]
    device, by = join(session.training, manager), make.principal_of(manager)
    attendance.cut_off(device.uid, by=by, now=clock.now())
    queue = [fact(session, one) for one in people]
    assert take(queue, device) == ["quarantined"] * 2
    assert take(queue, device) == ["quarantined"] * 2
    assert states() == {}
    first, second = [row.QuarantinedFact for row in queries.quarantined(session.training_id)]
    actions.accept(session.training.uid, [first.uid], by=by, now=clock.now())
    actions.discard(session.training.uid, [second.uid], reason="Not in the hall", by=by, now=clock.now())
    assert states() == {people[0].id: ("H", False)}
    assert [mark.principal_id for mark in db.session.scalars(db.select(Mark))] == [device.id]
    assert queries.count_waiting(session.training_id) == 0


def test_marks_for_a_closed_training_wait_and_are_let_in_when_it_is_open_again(
    session: TrainingSession, manager: Person
) -> None:
    someone = make.make_participation(training=session.training)
    device, by = join(session.training, manager), make.principal_of(manager)
    set_state(session, TrainingState.CLOSED)
    assert take([fact(session, someone)], device) == ["quarantined"]
    set_state(session, TrainingState.OPEN)
    waiting = [row.QuarantinedFact.uid for row in queries.quarantined(session.training_id)]
    assert actions.accept(session.training.uid, waiting, by=by, now=clock.now()) == 1
    assert states() == {someone.id: ("H", False)}


def set_state(session: TrainingSession, state: TrainingState) -> None:
    with transaction():
        db.session.get(type(session.training), session.training_id).state = state  # type: ignore[union-attr]


def test_the_door_wants_its_header_and_its_own_origin(app: Flask, session: TrainingSession, manager: Person) -> None:
    client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    body = {"as": guard.pseudonym_of(make.principal_of(manager)), "facts": []}
    mine, header = {"Origin": "http://localhost"}, {"X-Pelita-Sync": "1"}
    answers = [
        client.post("/sync", json=body, headers=headers).status_code
        for headers in ({}, mine, header, {**header, "Origin": "http://evil.example"}, {**header, **mine})
    ]
    assert answers == [403, 403, 403, 403, 200]
    assert app.test_client().post("/sync", json=body, headers={**header, **mine}).status_code == 401


def test_somebody_elses_facts_are_sealed_until_handed_over_to_a_human(
    app: Flask, session: TrainingSession, manager: Person
) -> None:
    someone = make.make_participation(training=session.training)
    other = make.principal_of(make.make_staff())
    client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    queue = [fact(session, someone), fact(session)]
    assert post(client, queue, by=other).status_code == 409
    assert outcomes(post(client, queue, by=other, hand_over=True)) == ["quarantined", "unreadable"]
    assert states() == {}
    page = client.get(f"/staff/trainings/{session.training.uid}/quarantine")
    assert someone.name_shown in page.get_data(as_text=True)


def test_quarantine_is_for_those_who_run_the_training(app: Flask, session: TrainingSession, manager: Person) -> None:
    device = join(session.training, manager)
    attendance.cut_off(device.uid, by=make.principal_of(manager), now=clock.now())
    someone = make.make_participation(training=session.training)
    take([fact(session, someone)], device)
    address = f"/staff/trainings/{session.training.uid}/quarantine"
    stranger = app.test_client().sign_in(make.make_person())  # type: ignore[attr-defined]
    assert stranger.get(address).status_code == 404
    client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    uid = db.session.scalars(db.select(QuarantinedFact.uid)).one()
    refused = client.post(address, data={"chosen": str(uid), "act": "discard", "reason": ""})
    assert refused.status_code == 422
    assert client.post(address, data={"chosen": [str(uid), "nonsense"], "act": "accept"}).status_code == 302
    assert "marks in quarantine" not in client.get(f"/staff/trainings/{session.training.uid}/attendance").text
    assert states() == {someone.id: ("H", False)}
