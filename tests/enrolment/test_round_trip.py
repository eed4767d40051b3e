"""The list of people of a training, exported and imported again, changes nothing."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import Person
from lms.core import clock
from lms.core.db import Base, db
from lms.core.principals import Role
from lms.enrolment import actions, queries
from lms.trainings.models import Capacity, Participation, Training
from tests import factories as make

HARD = [
    ("Siti", {"phone": "+6281234567890"}, Capacity.PARTICIPANT),
    ("Ma'ruf", {"degree_before": "Drs.", "degree_after": "M.Hum.", "nip": "196608011988031001"}, Capacity.TRAINER),
    ("-Ratna", {"email": "a@example.org"}, Capacity.PARTICIPANT),
    ("@Rahmat Hidayat", {}, Capacity.MODERATOR),
    ("Yohanes " + "Wenda " * 8, {"degree_after": "A.Md.Pust."}, Capacity.FACILITATOR),
    ("Siti", {}, Capacity.PARTICIPANT),
]


@pytest.fixture
def training(app: Flask) -> Training:
    region = make.make_region("18.05", name="Kabupaten Tulang Bawang")
    office = make.make_office(region=region, name="Dinas Perpustakaan Tulang Bawang")
    made = make.make_training()
    for name, facts, capacity in HARD:
        person = make.make_person(name, office=office, **facts)
        make.make_participation(training=made, person=person, capacity=capacity)
    twice = db.session.scalar(db.select(Person).where(Person.full_name == "Ma'ruf"))
    make.make_participation(training=made, person=twice, capacity=Capacity.PARTICIPANT)
    return made


def rows() -> dict[str, list[Any]]:
    """Every row of people and of the training."""
    names = ("person", "office", "participation", "participation_fact", "appointment", "training_group", "group_member")
    tables = [Base.metadata.tables[name] for name in names]
    return {table.name: sorted(repr(tuple(row)) for row in db.session.execute(db.select(table))) for table in tables}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_is_imported_without_a_change(client: FlaskClient, training: Training, kind: str) -> None:
    staff = make.make_staff(Role.ADMINISTRATOR)
    by = make.principal_of(staff)
    groups = [actions.make_group(training.uid, name=name, by=by, now=clock.now()) for name in ("Kelas A", "Regu 1")]
    first = db.session.scalars(db.select(Participation).order_by(Participation.id.desc())).first()
    for group in groups:
        actions.change_group(group.uid, name=group.name, member_uids=[first.uid], by=by)
    before = rows()
    exported = client.sign_in(staff).get(f"/staff/trainings/{training.uid}/people?export={kind}")  # type: ignore[attr-defined]
    assert exported.status_code == 200
    assert kind == "xlsx" or "Kelas A; Regu 1" in exported.text
    for _run in range(2):
        draft = actions.make_draft(training.uid, exported.data, name=f"a.{kind}", by=by, now=clock.now())
        seen = queries.preview(draft)
        assert [row.problems for row in seen.rows] == [{}] * 7
        done = actions.confirm(draft.uid, by=by, now=clock.now())
        assert (done.result["new_people"], done.result["added"], done.result["already_in"]) == (0, 0, 7)
    assert db.session.scalar(db.select(db.func.count(Participation.id))) == 7
    assert rows() == before
