"""Planning, changing, copying trainings; their agenda; their states."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.trainings import actions, queries
from lms.trainings.models import (
    Capacity,
    Participation,
    SessionTrainer,
    TrainingFact,
    TrainingKind,
    TrainingModule,
    TrainingState,
)
from tests import factories as make

pytestmark = pytest.mark.database
NINE = datetime(2019, 10, 28, 2, 0, tzinfo=UTC)


def boss() -> Any:
    return make.principal_of(make.make_staff(Role.ADMINISTRATOR))


def facts(**others: Any) -> dict[str, Any]:
    programme = make.make_programme()
    region = make.make_region("31.71", tree=programme.tree)
    kind = make.save(TrainingKind(programme_id=programme.id, key="bimtek", label={"id": "Bimtek"}))
    return {
        "title": "Penguatan Kapasitas", "programme_id": programme.id, "kind_id": kind.id, "region_id": region.id,
        "office_id": make.make_office(region=region).id, "zone": "Asia/Jakarta", "starts": date(2019, 10, 28),
        "ends": date(2019, 10, 31), "now": clock.now(), **others,
    }  # fmt: skip


def test_a_training_is_planned_as_a_draft_with_its_modules_pinned(app: Flask) -> None:
    module = make.make_module()
    training = actions.make_training(**facts(), by=boss(), modules=[(module.id, 450)])
    row = db.session.scalar(db.select(TrainingModule))
    assert (training.state, row.release_id, row.jp) == (TrainingState.DRAFT, make.release_of(module).id, 450)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": date(2019, 10, 27)}, "ends"),
        ({"starts": None}, "starts"),
        ({"zone": "Asia/Djakarta"}, "zone"),
        ({"capacity": 0}, "capacity"),
        ({"title": " "}, "title"),
        ({"ends": date(2029, 10, 27)}, "ends"),
    ],
)
def test_wrong_facts_are_refused_beside_their_field(app: Flask, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.make_training(**facts(**wrong), by=boss())
    assert field in refusal.value.fields


def test_a_coordinator_plans_only_in_the_own_region(app: Flask) -> None:
    wanted = facts()
    region = make.make_region("18", tree=make.make_tree())
    by = make.principal_of(make.make_staff(Role.COORDINATOR, region=region))
    with pytest.raises(Refused) as refusal:
        actions.make_training(**wanted, by=by)
    assert "region_id" in refusal.value.fields


def test_a_coordinator_of_the_region_plans_there(app: Flask) -> None:
    from lms.places.models import Region

    wanted = facts()
    by = make.principal_of(make.make_staff(Role.COORDINATOR, region=db.session.get(Region, wanted["region_id"])))
    training = actions.make_training(**wanted, by=by)
    assert queries.may_run(by, training.id)


def test_moving_the_days_takes_the_sessions_along_when_asked(app: Flask) -> None:
    training, by = make.make_training(), boss()
    make.make_session(training=training, starts_at=NINE)
    later = {"starts": date(2019, 11, 4), "ends": date(2019, 11, 7)}
    with pytest.raises(Refused):
        actions.change_training(training.uid, by=by, now=clock.now(), **later)
    actions.change_training(training.uid, by=by, now=clock.now(), moves_sessions=True, **later)
    assert queries.sessions_of(training.id)[0].starts_at == NINE + timedelta(days=7)


def test_a_copy_has_shifted_sessions_newest_releases_and_nobody(app: Flask) -> None:
    from lms.catalogue.models import Release

    module = make.make_module()
    template, by = make.make_training(modules=[module], is_template=True), boss()
    make.make_session(training=template, starts_at=NINE, module_id=module.id, room="Ruang A")
    make.make_participation(training=template, capacity=Capacity.TRAINER)
    newer = make.save(Release(module_id=module.id, number=2, title="Baru", published_at=clock.now()))
    copy = actions.copy_training(template.uid, title="Angkatan 2", starts=date(2020, 2, 3), by=by, now=clock.now())
    session = queries.sessions_of(copy.id)[0]
    assert (copy.ends, copy.is_template, copy.state) == (date(2020, 2, 6), False, TrainingState.DRAFT)
    assert (session.starts_at, session.room) == (datetime(2020, 2, 3, 2, 0, tzinfo=UTC), "Ruang A")
    assert queries.modules_of(copy.id)[0].release_id == newer.id
    assert db.session.scalar(db.select(db.func.count()).where(Participation.training_id == copy.id)) == 0


def test_a_session_outside_the_days_is_refused_in_the_trainings_own_zone(app: Flask) -> None:
    training = make.make_training(zone="Asia/Jayapura")
    late = datetime(2019, 10, 31, 15, 30, tzinfo=UTC)  # 00.30 of the first of November in WIT
    with pytest.raises(Refused) as refusal:
        actions.make_session(training.uid, title="Malam", starts_at=late, ends_at=late + timedelta(hours=1), by=boss())
    assert "day" in refusal.value.fields


def test_a_session_ends_after_it_begins(app: Flask) -> None:
    with pytest.raises(Refused):
        actions.make_session(make.make_training().uid, title="Aneh", starts_at=NINE, ends_at=NINE, by=boss())


def test_only_a_module_of_the_training_is_taught_in_it(app: Flask) -> None:
    training, stranger = make.make_training(), make.make_module()
    with pytest.raises(Refused):
        actions.make_session(
            training.uid, title="X", starts_at=NINE, ends_at=NINE + timedelta(hours=1), module_id=stranger.id,
            by=boss(),
        )  # fmt: skip


def test_a_participant_cannot_be_set_as_trainer(app: Flask) -> None:
    training = make.make_training()
    trainer = make.make_participation(training=training, capacity=Capacity.TRAINER)
    pupil = make.make_participation(training=training)
    session, by = make.make_session(training=training), boss()
    actions.change_session(session.uid, by=by, trainer_uids=[trainer.uid])
    assert [p.id for p in queries.trainers_of([session.id])[session.id]] == [trainer.id]
    with pytest.raises(Refused):
        actions.change_session(session.uid, by=by, trainer_uids=[pupil.uid])


def test_a_room_and_a_trainer_booked_twice_are_found_across_trainings(app: Flask) -> None:
    one = make.make_training(venue="Hotel Grand Mercure", title="Satu")
    two = make.make_training(programme=one.programme, office=one.office, venue="hotel grand mercure", title="Dua")
    person = make.make_person("Pengajar")
    a, b = (make.make_session(training=t, starts_at=NINE, room="Ruang A") for t in (one, two))
    make.make_session(training=one, starts_at=NINE + timedelta(hours=5), room="Ruang A")
    for session, training in ((a, one), (b, two)):
        teacher = make.make_participation(training=training, person=person, capacity=Capacity.TRAINER)
        make.save(SessionTrainer(session_id=session.id, participation_id=teacher.id))
    found = queries.clashes_of(one.id)
    assert [(c.session_id, c.what, c.other_training) for c in found] == [
        (a.id, "trainer", "Dua"),
        (a.id, "room", "Dua"),
    ]


def test_a_cancelled_session_books_nothing_and_can_be_restored(app: Flask) -> None:
    training, by = make.make_training(), boss()
    a, b = (make.make_session(training=training, starts_at=NINE, room="Aula") for _ in range(2))
    assert len(queries.clashes_of(training.id)) == 2
    actions.cancel_session(b.uid, by=by, now=clock.now(), reason="Listrik padam")
    assert queries.clashes_of(training.id) == []
    actions.restore_session(b.uid, by=by)
    assert len(queries.clashes_of(training.id)) == 2
    assert a.id != b.id


def test_states_follow_each_other_and_each_is_a_fact(app: Flask) -> None:
    training, by = make.make_training(state=TrainingState.DRAFT), boss()
    actions.open_training(training.uid, by=by, now=clock.now())
    actions.open_training(training.uid, by=by, now=clock.now())
    actions.close(training.uid, by=by, now=clock.now())
    with pytest.raises(Refused):
        actions.cancel(training.uid, by=by, now=clock.now(), reason="x")
    with pytest.raises(Refused):
        actions.reopen(training.uid, by=by, now=clock.now(), reason="")
    actions.reopen(training.uid, by=by, now=clock.now(), reason="Nilai susulan")
    kinds = db.session.scalars(db.select(TrainingFact.kind).order_by(TrainingFact.id)).all()
    assert kinds == ["opened", "closed", "reopened"]


def test_a_closed_training_takes_no_changed_session(app: Flask) -> None:
    session = make.make_session(training=make.make_training(state=TrainingState.CLOSED))
    with pytest.raises(Refused):
        actions.cancel_session(session.uid, by=boss(), now=clock.now(), reason="x")


def test_another_regions_training_does_not_exist(app: Flask) -> None:
    tree = make.make_tree()
    lampung, magelang = make.make_region("18", tree=tree), make.make_region("33.08", tree=tree)
    training = make.make_training(region=magelang)
    by = make.principal_of(make.make_staff(Role.COORDINATOR, region=lampung))
    with pytest.raises(Missing):
        queries.get_training_within(by, training.uid)
    assert db.session.scalars(queries.trainings_within(by)).all() == []
    assert len(db.session.scalars(queries.trainings_within(boss())).all()) == 1


def test_an_auditor_reads_and_changes_nothing(app: Flask) -> None:
    training = make.make_training()
    by = make.principal_of(make.make_staff(Role.AUDITOR))
    assert queries.get_training_within(by, training.uid).id == training.id
    with pytest.raises(Refused):
        actions.close(training.uid, by=by, now=clock.now())


def test_a_trainer_marks_the_own_session_only(app: Flask) -> None:
    training, person = make.make_training(), make.make_person("Pengajar")
    teacher = make.make_participation(training=training, person=person, capacity=Capacity.TRAINER)
    own, other = make.make_session(training=training), make.make_session(training=training)
    make.save(SessionTrainer(session_id=own.id, participation_id=teacher.id))
    by = make.principal_of(person)
    assert (queries.may_mark(by, own.id), queries.may_mark(by, other.id)) == (True, False)
    assert not queries.may_run(by, training.id)


def test_an_organiser_runs_the_training(app: Flask) -> None:
    training, person = make.make_training(), make.make_person("Panitia")
    make.make_participation(training=training, person=person, capacity=Capacity.ORGANISER)
    assert queries.may_run(make.principal_of(person), training.id)
    assert not queries.may_run(make.principal_of(person), make.make_training().id)
