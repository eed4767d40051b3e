"""Staff and learner pages of trainings, through the test client."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.trainings.models import Capacity, Training, TrainingKind, TrainingSession, TrainingState
from tests import factories as make

NINE = datetime(2019, 10, 28, 2, 0, tzinfo=UTC)


@pytest.fixture
def boss(client: Any) -> Any:
    make.make_site()
    return client.sign_in(make.make_staff(Role.ADMINISTRATOR))


def plan(**others: Any) -> tuple[Any, dict[str, Any]]:
    programme = make.make_programme()
    region = make.make_region("31.71", tree=programme.tree)
    kind = make.save(TrainingKind(programme_id=programme.id, key="bimtek", label={"id": "Bimtek"}))
    office = make.make_office(region=region)
    return programme, {
        "title": "Penguatan Kapasitas", "kind_id": kind.id, "office_id": office.id, "region_id": region.id,
        "starts": "2019-10-28", "ends": "2019-10-31", "zone": "Asia/Jakarta", "is_public": "y", **others,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.AUDITOR, Role.FACILITATOR])
def test_every_staff_page_opens(client: Any, role: Role) -> None:
    make.make_site()
    person = make.make_staff(role)
    module = make.make_module("Marketing Perpustakaan")
    training = make.make_training(modules=[module])
    make.make_participation(training=training, person=person, capacity=Capacity.ORGANISER)
    session = make.make_session(training=training, module_id=module.id)
    who = make.make_participation(training=training)
    client.sign_in(person)
    paths = ["", f"/{training.uid}", f"/{training.uid}/agenda", f"/{training.uid}/people", f"/{training.uid}/facts",
             f"/{training.uid}/opening", f"/{training.uid}/sessions/new", f"/{training.uid}/state/close",
             f"/{training.uid}/people/new", f"/{training.uid}/import", "?export=xlsx",
             f"/{training.uid}/agenda?export=csv", f"/{training.uid}/people?export=xlsx",
             f"/{training.uid}/people?sort=name&q=peserta&step=arrived"]  # fmt: skip
    answers = {path: client.get(f"/staff/trainings{path}").status_code for path in paths}
    assert answers == dict.fromkeys(paths, 200)
    assert f'href="/staff/trainings/{training.uid}/certificates"' in client.get("/staff/trainings").text  # the fourth
    for path in (f"sessions/{session.uid}/facts", f"sessions/{session.uid}/cancellation", f"participations/{who.uid}"):
        assert client.get(f"/staff/{path}").status_code == 200


def test_a_training_is_planned_by_form(boss: Any) -> None:
    module = make.make_module()
    programme, data = plan()
    address = f"/staff/trainings/new?programme={programme.slug}"
    assert boss.get(address).status_code == 200
    answer = boss.post(address, data={**data, f"jp_{module.id}": "4,5"})
    assert answer.status_code == 302
    training = db.session.scalar(db.select(Training))
    assert (training.title, training.state) == ("Penguatan Kapasitas", TrainingState.DRAFT)
    assert "4,5" in boss.get(answer.location).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": "2019-10-01"},
        {"zone": "Mars/Olympus"},
        {"title": ""},
        {"starts": ""},
        {"capacity": "-1"},
        {"starts": "kemarin"},
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(boss: Any, wrong: dict[str, str]) -> None:
    programme, data = plan(description="<script>alert(1)</script>")
    answer = boss.post(f"/staff/trainings/new?programme={programme.slug}", data={**data, **wrong})
    assert answer.status_code == 422
    [(field, typed)] = wrong.items()
    assert f'id="{field}-error"' in answer.text
    assert field == "zone" or f'value="{typed}"' in answer.text  # a list to choose from shows nothing that is not in it
    assert "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert" not in answer.text
    assert db.session.scalar(db.select(db.func.count(Training.id))) == 0


def test_html_in_a_title_is_shown_as_text(boss: Any) -> None:
    training = make.make_training(title="<img src=x onerror=alert(1)>")
    for path in ("", f"/{training.uid}", f"/{training.uid}/agenda", f"/{training.uid}/people"):
        text = boss.get(f"/staff/trainings{path}").text
        assert "<img src=x" not in text


def test_another_regions_uid_is_not_found(client: Any) -> None:
    make.make_site()
    tree = make.make_tree()
    here, there = make.make_region("18", tree=tree), make.make_region("33", tree=tree)
    training = make.make_training(region=there)
    session, who = make.make_session(training=training), make.make_participation(training=training)
    client.sign_in(make.make_staff(Role.COORDINATOR, region=here))
    paths = [f"trainings/{training.uid}", f"trainings/{training.uid}/people", f"sessions/{session.uid}/facts",
             f"participations/{who.uid}", f"trainings/{training.uid}/import",
             f"trainings/{training.uid}/people/new"]  # fmt: skip
    assert {client.get(f"/staff/{path}").status_code for path in paths} == {404}


def test_an_expired_role_sees_nothing(client: Any) -> None:
    from datetime import date

    make.make_site()
    person = make.make_person()
    make.make_grant(person=person, role=Role.COORDINATOR, valid_until=date(2001, 1, 1))
    assert client.sign_in(person).get("/staff/trainings").status_code == 403


def test_a_session_is_added_moved_cancelled_and_restored(boss: Any) -> None:
    training = make.make_training()
    data = {"title": "Pembukaan", "day": "2019-10-28", "start": "08.30", "end": "09:30", "jp": "1,5", "counts": "y",
            "actual_start": "08:54"}  # fmt: skip
    assert boss.post(f"/staff/trainings/{training.uid}/sessions/new", data=data).status_code == 302
    session = db.session.scalar(db.select(TrainingSession))
    assert (session.jp, session.starts_at.hour, session.starts_at.minute) == (150, 1, 30)
    assert "08.54 WIB" in boss.get(f"/staff/trainings/{training.uid}/agenda").text
    late = boss.post(f"/staff/sessions/{session.uid}/facts", data={**data, "day": "2019-11-05"})
    assert (late.status_code, 'id="day-error"' in late.text, 'value="2019-11-05"' in late.text) == (422, True, True)
    early = boss.post(f"/staff/sessions/{session.uid}/facts", data={**data, "end": "07.00"})
    assert (early.status_code, 'id="end-error"' in early.text, 'value="07.00"' in early.text) == (422, True, True)
    assert boss.post(f"/staff/sessions/{session.uid}/facts", data={**data, "start": "09.00"}).status_code == 302
    assert "1,5" in boss.get(f"/staff/sessions/{session.uid}/cancellation").text
    assert boss.post(f"/staff/sessions/{session.uid}/cancellation", data={"reason": ""}).status_code == 422
    assert boss.post(f"/staff/sessions/{session.uid}/cancellation", data={"reason": "Hujan"}).status_code == 302
    assert boss.post(f"/staff/sessions/{session.uid}/restoration").status_code == 302
    db.session.expire_all()
    assert db.session.scalar(db.select(TrainingSession.cancelled_at)) is None


def test_a_move_after_marks_must_be_understood_first(boss: Any, app: Flask) -> None:
    from lms.web.slots import Entry

    session = make.make_session(training=make.make_training(), starts_at=NINE)
    entry = Entry(label="", load=lambda *_: {"move": ["3 marks stay."]})
    app.extensions["slots"]["session.consequences"] = [entry]
    data = {"title": session.title, "day": "2019-10-29", "start": "09.00", "end": "10.30", "jp": "2", "counts": "y"}
    try:
        answer = boss.post(f"/staff/sessions/{session.uid}/facts", data=data)
        assert (answer.status_code, "3 marks stay." in answer.text) == (422, True)
        assert boss.post(f"/staff/sessions/{session.uid}/facts", data={**data, "understood": "y"}).status_code == 302
    finally:
        del app.extensions["slots"]["session.consequences"]


def test_a_training_is_opened_closed_and_reopened(boss: Any) -> None:
    training = make.make_training(state=TrainingState.DRAFT)
    base = f"/staff/trainings/{training.uid}/state"
    for act, reason in (("open", ""), ("close", ""), ("reopen", "Nilai susulan"), ("cancel", "Banjir")):
        assert boss.get(f"{base}/{act}").status_code == 200
        assert boss.post(f"{base}/{act}", data={"reason": reason}).status_code == 302
    assert boss.get(f"{base}/explode").status_code == 404
    db.session.expire_all()
    assert db.session.scalar(db.select(Training.state)) == TrainingState.CANCELLED


def test_people_arrive_in_bulk_and_one_withdraws_with_a_reason(boss: Any) -> None:
    training = make.make_training()
    people = [make.make_participation(training=training, arrived_at=None) for _ in range(2)]
    base = f"/staff/trainings/{training.uid}"
    assert boss.post(f"{base}/arrivals", data={"uid": [str(p.uid) for p in people]}).status_code == 302
    assert boss.post(f"{base}/arrivals", data={"uid": ["rubbish"], "back": "https://evil.example"}).location.startswith(
        "/staff"
    )
    step = f"/staff/participations/{people[0].uid}/steps"
    assert boss.post(step, data={"step": "withdrew", "reason": ""}).status_code == 422
    assert boss.post(step, data={"step": "withdrew", "reason": "Sakit"}).status_code == 302
    boss.get(base)  # takes the message with the name away
    shown = boss.get(f"{base}/people?step=arrived").text
    assert (people[1].name_shown in shown, people[0].name_shown in shown) == (True, False)
    assert (
        boss.post(f"/staff/participations/{people[1].uid}/capacity", data={"capacity": "moderator"}).status_code == 302
    )


@pytest.mark.parametrize("path", ["", "/{uid}", "/{uid}/people", "/{uid}/agenda"])
def test_lists_take_as_many_queries_with_one_row_as_with_a_thousand(boss: Any, count_queries: Any, path: str) -> None:
    from tests.trainings.test_people import make_people

    tree = make.make_tree()
    programme = make.make_programme(tree=tree)
    training = make.make_training(programme=programme)
    address = "/staff/trainings" + path.format(uid=training.uid)
    make.make_session(training=training)
    make.make_participation(training=training)
    boss.get(address)
    with count_queries() as one:
        assert boss.get(address).status_code == 200
    _many(training, make_people(1000))
    with count_queries() as many:
        assert boss.get(address).status_code == 200
    assert len(many) == len(one)


def _many(training: Any, people: list[int]) -> None:
    from datetime import timedelta

    from lms.core.db import transaction
    from lms.trainings.actions import Newcomer, add_participations

    by = make.principal_of(make.make_staff(Role.ADMINISTRATOR))
    with transaction():
        facts = {key: getattr(training, key) for key in ("programme_id", "kind_id", "office_id", "region_id", "zone")}
        for n in range(999):
            name = f"Pelatihan {n}"
            db.session.add(
                Training(**facts, title=name, sort_name=name.lower(), created_at=clock.now(), starts=training.starts)
            )
        for n in range(60):
            start = NINE + timedelta(minutes=n)
            db.session.add(
                TrainingSession(
                    training_id=training.id, title=f"Sesi {n}", starts_at=start, ends_at=start + timedelta(minutes=30)
                )
            )
    newcomers = [Newcomer(person_id=i, capacity=Capacity.PARTICIPANT) for i in people]
    add_participations(training.id, newcomers, by=by, now=clock.now())


def test_a_participant_sees_the_own_training_only(client: Any) -> None:
    make.make_site()
    person = make.make_person("Siti")
    training, other = make.make_training(title="Punya Siti"), make.make_training()
    make.make_session(training=training, title="Pembukaan")
    make.make_participation(training=training, person=person)
    make.make_participation(
        training=training, person=make.make_person("Panitia", phone="+62811"), capacity=Capacity.ORGANISER
    )
    client.sign_in(person)
    text = client.get(f"/my/trainings/{training.uid}").text
    assert all(word in text for word in ("Punya Siti", "Pembukaan", "wa.me/62811"))
    assert client.get(f"/my/trainings/{other.uid}").status_code == 404
    assert client.get(f"/staff/trainings/{training.uid}").status_code == 403


def test_a_copy_is_made_by_form(boss: Any) -> None:
    template = make.make_training(is_template=True, title="Bimtek standar")
    make.make_session(training=template, starts_at=NINE)
    assert "Bimtek standar" in boss.get("/staff/trainings/copies/new").text
    assert boss.get(f"/staff/trainings/{template.uid}/copy").status_code == 200
    assert (
        boss.post(f"/staff/trainings/{template.uid}/copy", data={"title": "Angkatan 1", "starts": ""}).status_code
        == 422
    )
    made = boss.post(f"/staff/trainings/{template.uid}/copy", data={"title": "Angkatan 1", "starts": "2020-02-03"})
    assert "3–6 Februari 2020" in boss.get(made.location).text
