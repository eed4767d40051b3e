"""People in a training: coming in, arriving, leaving, coming back."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.trainings import actions, queries
from lms.trainings.actions import (
    Newcomer,
    add_participations,
    change_capacity,
    mark_arrived,
    rebuild_dates,
)
from lms.trainings.models import Capacity, Participation, ParticipationFact, Step
from tests import factories as make

pytestmark = pytest.mark.database


def boss() -> Any:
    return make.principal_of(make.make_staff(Role.ADMINISTRATOR))


def test_a_person_added_twice_is_in_once(app: Flask) -> None:
    training, person, by = make.make_training(), make.make_person(), boss()
    first = actions.add_participation(training.id, person.id, Capacity.PARTICIPANT, by=by, now=clock.now())
    second = actions.add_participation(
        training.id, person.id, Capacity.PARTICIPANT, by=by, now=clock.now(), arrived=True
    )
    assert second.id == first.id
    assert queries.four_numbers([training.id])[training.id] == queries.FourNumbers(0, 1, 1)


def test_the_papers_name_is_frozen_when_somebody_comes_in(app: Flask) -> None:
    office = make.make_office(name="Dinas Perpustakaan Tulang Bawang")
    person = make.make_person("Ma'ruf", degree_after="M.Hum.", office=office, position="Pustakawan")
    made = actions.add_participation(make.make_training().id, person.id, Capacity.TRAINER, by=boss(), now=clock.now())
    assert (made.name_shown, made.office_shown, made.position_shown) == (
        "Ma'ruf, M.Hum.",
        "Dinas Perpustakaan Tulang Bawang",
        "Pustakawan",
    )


def test_who_withdrew_stays_invited_but_is_no_longer_registered(app: Flask) -> None:
    participation, by = make.make_participation(), boss()
    training_id = participation.training_id
    actions.record_step(participation.uid, Step.WITHDREW, by=by, now=clock.now(), reason="Sakit")
    assert queries.four_numbers([training_id])[training_id] == queries.FourNumbers(1, 0, 0)
    actions.record_step(participation.uid, Step.RETURNED, by=by, now=clock.now(), reason="Sembuh")
    assert queries.four_numbers([training_id])[training_id] == queries.FourNumbers(1, 1, 1)


def test_a_withdrawal_needs_a_reason(app: Flask) -> None:
    participation = make.make_participation()
    with pytest.raises(Refused) as refusal:
        actions.record_step(participation.uid, Step.WITHDREW, by=boss(), now=clock.now(), reason=" ")
    assert "reason" in refusal.value.fields


def test_a_step_taken_twice_is_one_fact(app: Flask) -> None:
    participation, by = make.make_participation(arrived_at=None), boss()
    for _ in range(2):
        actions.record_step(participation.uid, Step.ARRIVED, by=by, now=clock.now())
    assert db.session.scalars(db.select(ParticipationFact.step)).all() == [Step.ARRIVED]


def test_many_arrive_at_once_and_it_can_be_undone(app: Flask) -> None:
    training, by = make.make_training(), boss()
    uids = [make.make_participation(training=training, arrived_at=None).uid for _ in range(3)]
    stranger = make.make_participation(arrived_at=None)
    assert mark_arrived(training.uid, [*uids, stranger.uid, uuid4()], by=by, now=clock.now()) == 3
    assert queries.four_numbers([training.id])[training.id].arrived == 3
    assert mark_arrived(training.uid, uids[:1], by=by, now=clock.now(), arrived=False) == 1
    assert queries.four_numbers([training.id])[training.id].arrived == 2


def test_a_person_has_each_capacity_once(app: Flask) -> None:
    training, person, by = make.make_training(), make.make_person(), boss()
    one = make.make_participation(training=training, person=person)
    make.make_participation(training=training, person=person, capacity=Capacity.TRAINER)
    with pytest.raises(Refused):
        change_capacity(one.uid, Capacity.TRAINER, by=by)
    assert change_capacity(one.uid, Capacity.MODERATOR, by=by).capacity == Capacity.MODERATOR


def test_a_participation_out_of_reach_is_missing(app: Flask) -> None:
    tree = make.make_tree()
    here, there = make.make_region("18.05", tree=tree), make.make_region("33.08", tree=tree)
    participation = make.make_participation(training=make.make_training(region=there))
    by = make.principal_of(make.make_staff(Role.COORDINATOR, region=here))
    with pytest.raises(Missing):
        actions.record_step(participation.uid, Step.ARRIVED, by=by, now=clock.now())


def test_a_trainer_sees_the_people_but_may_not_change_them(app: Flask) -> None:
    training = make.make_training()
    trainer = make.make_person("Pengajar")
    make.make_participation(training=training, person=trainer, capacity=Capacity.TRAINER)
    pupil = make.make_participation(training=training)
    by = make.principal_of(trainer)
    assert queries.get_participation_within(by, pupil.uid).id == pupil.id
    with pytest.raises(Refused):
        actions.record_step(pupil.uid, Step.WITHDREW, by=by, now=clock.now(), reason="x")


def test_derived_dates_come_out_the_same_when_rebuilt(app: Flask) -> None:
    training, by = make.make_training(), boss()
    people = [make.make_person(f"Orang {n}") for n in range(4)]
    made = [
        actions.add_participation(training.id, p.id, Capacity.PARTICIPANT, by=by, now=clock.now(), invited=True)
        for p in people
    ]
    actions.record_step(made[0].uid, Step.ARRIVED, by=by, now=clock.now())
    actions.record_step(made[1].uid, Step.WITHDREW, by=by, now=clock.now(), reason="Tugas lain")
    actions.record_step(made[1].uid, Step.RETURNED, by=by, now=clock.now(), reason="Kembali")
    assert rebuild_dates() == 0


def test_participations_follow_a_person_who_was_merged(app: Flask) -> None:
    from lms.accounts.events import PeopleMerged
    from lms.core.db import transaction

    kept, merged, shared = make.make_person("Siti"), make.make_person("Siti A."), make.make_training()
    alone = make.make_participation(person=merged)
    double = [make.make_participation(person=person, training=shared).id for person in (kept, merged)]
    with transaction():
        actions.move_participations(PeopleMerged(kept_id=kept.id, merged_id=merged.id))
    people = {p.id: p.person_id for p in db.session.scalars(db.select(Participation))}
    assert people == {alone.id: kept.id, double[0]: kept.id}


@pytest.mark.parametrize("size", [1, 1000])
def test_adding_many_people_takes_few_statements(app: Flask, count_queries: Any, size: int) -> None:
    training, by = make.make_training(), boss()
    ids = make_people(size)
    newcomers = [Newcomer(person_id=i, capacity=Capacity.PARTICIPANT, invited=True) for i in ids]
    with count_queries() as seen:
        add_participations(training.id, newcomers, by=by, now=clock.now())
    assert len(seen) <= 20
    assert db.session.scalar(db.select(db.func.count(Participation.id))) == size


def make_people(size: int) -> list[int]:
    from lms.accounts.models import Person
    from lms.core.db import transaction
    from lms.core.principals import Kind, PrincipalRow

    now = clock.now()
    with transaction():
        rows = [PrincipalRow(kind=Kind.PERSON, label="", created_at=now) for _ in range(size)]
        db.session.add_all(rows)
        db.session.flush()
        people = [
            Person(principal_id=row.id, full_name=f"Orang {n}", sort_name=f"orang {n}", created_at=now)
            for n, row in enumerate(rows)
        ]
        db.session.add_all(people)
        db.session.flush()
        return [person.id for person in people]


def test_a_persons_page_lists_the_trainings_within_the_readers_reach(client: FlaskClient) -> None:
    region = make.make_region("18.05")
    person = make.make_person(office=make.make_office(region=region))
    near = make.make_training(title="Pelatihan di Sini", region=region)
    far = make.make_training(title="Pelatihan di Sana", region=make.make_region("73.71"))
    for training in (near, far):
        make.make_participation(training=training, person=person)
    reader = client.sign_in(make.make_staff(Role.COORDINATOR, region=region))  # type: ignore[attr-defined]
    page = reader.get(f"/staff/people/{person.uid}").text
    assert near.title in page
    assert far.title not in page
