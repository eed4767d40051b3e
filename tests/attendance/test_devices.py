"""Phones without an account: they join by a code and a PIN, see one training's rolls, and are cut off."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.attendance import actions, queries
from lms.attendance.actions import NewMark
from lms.attendance.models import Device, DeviceInvite, Status
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.trainings.models import Training
from tests import factories as make

pytestmark = pytest.mark.database


@pytest.fixture
def manager(app: Flask) -> Person:
    return make.make_staff()


@pytest.fixture
def training(app: Flask) -> Training:
    day = clock.today("Asia/Jakarta")
    return make.make_training(title="Bimtek", starts=day, ends=day)


def invite_to(training: Training, manager: Person) -> tuple[str, str]:
    made = actions.open_devices(training.uid, by=make.principal_of(manager), now=clock.now())
    return f"/event/join/{made.uid}", actions.pin_of(made)


def joined(app: Flask, training: Training, manager: Person) -> FlaskClient:
    address, pin = invite_to(training, manager)
    phone = app.test_client()
    assert phone.post(address, data={"pin": f"{pin[:3]} {pin[3:]}", "device": "Pintu 1"}).status_code == 302
    return phone


def test_a_phone_joins_and_gets_the_roll_and_nothing_else(app: Flask, training: Training, manager: Person) -> None:
    make.make_session(training=training, starts_at=clock.now())
    someone = make.make_participation(training=training, person=make.make_person("Siti", phone="+628123450000"))
    phone = joined(app, training, manager)
    page = phone.get(f"/event/{training.uid}").text
    roll = phone.get(f"/event/{training.uid}/roll.json")
    assert "Siti" not in page
    assert [person[1] for person in roll.json["people"]] == ["Siti"]
    day_after = clock.today("Asia/Jakarta") + timedelta(days=1)
    assert roll.json["forgets"] == clock.at(day_after, 23, 59, "Asia/Jakarta").timestamp() * 1000
    assert someone.badge_code not in roll.text
    assert "8123450000" not in roll.text
    other = make.make_training()
    make.make_session(training=other)
    elsewhere = (f"/event/{other.uid}/roll.json", f"/event/{other.uid}", f"/staff/trainings/{training.uid}", "/home")
    assert [phone.get(address).status_code for address in elsewhere] == [404, 404, 302, 302]


def test_ten_wrong_pins_close_the_door(app: Flask, training: Training, manager: Person) -> None:
    address, pin = invite_to(training, manager)
    wrong = "000000" if pin != "000000" else "111111"
    tries = [app.test_client().post(address, data={"pin": wrong, "device": "X"}).status_code for _ in range(10)]
    assert tries == [422] * 10
    assert app.test_client().post(address, data={"pin": pin, "device": "X"}).status_code == 422
    assert db.session.scalar(db.select(db.func.count(Device.id))) == 0


def test_an_old_or_closed_code_lets_nobody_in(app: Flask, training: Training, manager: Person) -> None:
    first, pin = invite_to(training, manager)
    invite_to(training, manager)
    assert app.test_client().post(first, data={"pin": pin, "device": "X"}).status_code == 422
    made = db.session.scalars(db.select(DeviceInvite).order_by(DeviceInvite.id.desc())).first()
    assert made is not None
    late = clock.now() + timedelta(hours=13)
    with pytest.raises(Refused, match="ditutup"):
        actions.join_device(made.uid, pin=actions.pin_of(made), name="X", now=late)


def test_a_phone_that_was_cut_off_gets_no_roll_but_its_page_still_sends(
    app: Flask, training: Training, manager: Person
) -> None:
    make.make_session(training=training)
    phone = joined(app, training, manager)
    device = db.session.scalars(db.select(Device)).one()
    client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    assert client.post(f"/staff/devices/{device.uid}/cut").status_code == 302
    assert phone.get(f"/event/{training.uid}/roll.json").status_code == 422
    page = phone.get(f"/event/{training.uid}")
    assert page.status_code == 404
    assert "data-is-over" in page.text
    assert "Bimtek" not in page.text


def test_a_device_stays_joined_when_a_person_signs_out_on_it(app: Flask, training: Training, manager: Person) -> None:
    make.make_session(training=training)
    phone = joined(app, training, manager)
    phone.sign_in(manager)  # type: ignore[attr-defined]
    phone.post("/sign-out")
    assert phone.get(f"/event/{training.uid}").status_code == 200


def test_a_roll_is_given_until_a_day_after_the_training(app: Flask, manager: Person) -> None:
    today = clock.today("Asia/Jakarta")
    answers = []
    for days in (1, 2):
        training = make.make_training(starts=today - timedelta(days=days), ends=today - timedelta(days=days))
        make.make_session(training=training)
        client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
        answers.append(client.get(f"/event/{training.uid}/roll.json").json.get("expired", False))
    assert answers == [False, True]


def test_roll_conflicts_and_devices_ask_as_much_for_many_as_for_few(
    app: Flask, training: Training, manager: Person, count_queries: Any
) -> None:
    session = make.make_session(training=training, starts_at=clock.now())
    two = [make.principal_of(make.make_staff()) for _ in range(2)]
    client = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    pages = (f"/event/{training.uid}/roll.json", *(f"/staff/trainings/{training.uid}/{name}" for name in
             ("conflicts", "devices", "codes", "quarantine")))  # fmt: skip

    def asked(people: int) -> list[int]:
        for _ in range(people):
            someone = make.make_participation(training=training)
            for by, status in zip(two, (Status.PRESENT, Status.ABSENT), strict=True):
                mark = NewMark(uid=uuid4(), status=status, participation_uid=someone.uid)
                odd = NewMark(uid=uuid4(), status=status, raw_code=f"X-{uuid4().hex[:8]}")
                actions.mark_many(session.uid, [mark, odd], by=by, now=clock.now())
            joined(app, training, manager)
        found = []
        for page in pages:
            with count_queries() as counted:
                assert client.get(page).status_code == 200
            found.append(len(counted))
        return found

    few = asked(1)
    assert asked(3) == few
    assert len(queries.contradictions(training.id)) == 4
