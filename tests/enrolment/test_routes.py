"""Pages of enrolment: one person, a spreadsheet, open registration."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest

from lms.core import clock
from lms.core.db import db
from lms.core.principals import Role
from lms.enrolment.models import ImportDraft
from lms.trainings.models import Participation, ParticipationFact
from tests import factories as make
from tests.enrolment.test_import import table


@pytest.fixture
def boss(client: Any) -> Any:
    make.make_site()
    return client.sign_in(make.make_staff(Role.ADMINISTRATOR))


def send(client: Any, training: Any, data: bytes, name: str = "a.xlsx", step: str = "registered") -> Any:
    file = (io.BytesIO(data), name)
    return client.post(f"/staff/trainings/{training.uid}/import", data={"file": file, "step": step})


def people_count() -> int:
    return db.session.scalar(db.select(db.func.count(Participation.id)))


def test_a_file_is_checked_mended_and_confirmed(boss: Any) -> None:
    training = make.make_training()
    answer = send(boss, training, table(["Budi", "X", "", "", "", "", ""], ["Ani", "P", "", "", "", "", ""]))
    page = boss.get(answer.location).text
    assert 'name="2-sex"' in page
    assert people_count() == 0
    assert boss.post(f"{answer.location}/confirmation").status_code == 422
    boss.post(f"{answer.location}/rows", data={"version": "1", "2-sex": "L", "2-name": "Budi <b>"})
    assert "Budi &lt;b&gt;" in boss.get(answer.location).text
    assert boss.post(f"{answer.location}/confirmation").status_code == 302
    assert people_count() == 2
    assert boss.get(answer.location).status_code == 200
    assert boss.post(f"{answer.location}/confirmation").status_code == 302
    assert people_count() == 2


@pytest.mark.parametrize("data", [b"", b"%PDF", ("Nama\n" + "Budi\n" * 50_000).encode()])
def test_a_wrong_file_is_told_beside_the_field(boss: Any, data: bytes) -> None:
    answer = send(boss, make.make_training(), data, "a.csv")
    assert (answer.status_code, "field-error" in answer.text) == (422, True)
    assert db.session.scalar(db.select(db.func.count(ImportDraft.id))) == 0


def test_no_file_is_told(boss: Any) -> None:
    answer = boss.post(f"/staff/trainings/{make.make_training().uid}/import", data={"step": "registered"})
    assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_imported_again_changes_nothing(boss: Any, kind: str) -> None:
    office = make.make_office(region=make.make_region("18.05", name="Kabupaten Tulang Bawang"))
    training = make.make_training()
    for n in range(3):
        person = make.make_person(f"Ma'ruf {n}", phone=f"+62812345678{n}", degree_after="M.Hum.", office=office)
        make.make_participation(training=training, person=person, registered_at=None, arrived_at=None)
    exported = boss.get(f"/staff/trainings/{training.uid}/people?export={kind}").data
    before = db.session.execute(db.select(Participation.uid, Participation.registered_at)).all()
    address = send(boss, training, exported, f"a.{kind}", step="arrived").location
    assert boss.post(f"{address}/confirmation").status_code in {302, 422}
    db.session.expire_all()
    assert db.session.execute(db.select(Participation.uid, Participation.registered_at)).all() == before
    assert db.session.scalar(db.select(db.func.count(ParticipationFact.id))) == 0
    figures = re.findall(r"figure-value[^>]*>(\d+)<", boss.get(address).text)
    assert figures[:4] == ["0", "0", "3", "0"]


def test_the_template_is_understood_and_its_examples_add_nobody(boss: Any) -> None:
    for kind in ("xlsx", "csv"):
        data = boss.get(f"/staff/imports/template.{kind}").data
        assert send(boss, make.make_training(), data, f"t.{kind}").status_code == 422  # only examples: nobody


def test_bad_rows_are_left_out_and_a_draft_is_thrown_away(boss: Any) -> None:
    training = make.make_training()
    address = send(boss, training, table(["", "X", "", "", "", "", ""], ["Ani"])).location
    assert boss.post(f"{address}/leaving-out").status_code == 302
    assert boss.post(f"{address}/discarding").status_code == 302
    assert boss.get(address).status_code == 404
    assert people_count() == 0


def test_somebody_known_is_offered_before_a_second_one_is_made(boss: Any) -> None:
    training, known = make.make_training(), make.make_person("Siti Aminah", phone="+6281234567890")
    address = f"/staff/trainings/{training.uid}/people/new"
    data = {"full_name": "Siti Aminah", "phone": "0812-3456-7890", "capacity": "participant", "step": "registered"}
    answer = boss.post(address, data=data)
    assert (answer.status_code, str(known.uid) in answer.text) == (422, True)
    assert boss.post(address, data={**data, "person": str(known.uid)}).status_code == 302
    assert boss.post(address, data={**data, "phone": "", "person": "other"}).status_code == 302
    assert people_count() == 2
    assert boss.post(address, data={**data, "full_name": "", "phone": "12"}).status_code == 422


def test_another_regions_import_is_not_found(client: Any) -> None:
    make.make_site()
    tree = make.make_tree()
    here, there = make.make_region("18", tree=tree), make.make_region("33", tree=tree)
    training = make.make_training(region=there)
    draft = make.save(ImportDraft(training_id=training.id, made_by=make.make_person().principal_id, made_at=clock.now(),
                                  file_name="a", file_hash="x", rows=[]))  # fmt: skip
    client.sign_in(make.make_staff(Role.COORDINATOR, region=here))
    assert client.get(f"/staff/imports/{draft.uid}").status_code == 404
    assert client.post(f"/staff/imports/{draft.uid}/confirmation").status_code == 404
    assert send(client, training, table(["Ani"])).status_code == 404


def test_visitors_find_a_training_and_register_twice_as_once(client: Any) -> None:
    make.make_site()
    until = clock.today("Asia/Jakarta") + timedelta(days=3)
    training = make.make_training(title="Pelatihan Terbuka", registration_until=until, capacity=5)
    secret = make.make_training(programme=training.programme, office=training.office, title="Rahasia", is_public=False)
    text = client.get("/trainings").text
    assert ("Pelatihan Terbuka" in text, "Rahasia" in text) == (True, False)
    assert client.get(f"/trainings/{secret.uid}").status_code == 404
    address = f"/trainings/{training.uid}/registration"
    data = {"name": "Siti", "phone": "081234567890", "office": "<b>Desa</b>", "agrees": "y"}
    assert client.post(address, data={**data, "phone": "12"}).status_code == 422
    assert [client.post(address, data=data).status_code for _ in range(2)] == [302, 302]
    assert people_count() == 1
    page = client.get(f"/trainings/{training.uid}").text
    assert ("Siti" in page, 'name="phone"' in page, "another=1" in page) == (True, False, True)
    another = client.get(f"/trainings/{training.uid}?another=1").text
    assert ("Siti" in another, 'name="phone"' in another) == (False, True)
    refused = client.post(address, data={**data, "name": "Ani", "phone": "12"}).text
    assert ("Siti" in refused, 'value="Ani"' in refused) == (False, True)


def test_public_list_takes_as_many_queries_with_one_as_with_many(client: Any, count_queries: Any) -> None:
    make.make_site()
    first = make.make_training()
    client.get("/trainings")
    with count_queries() as one:
        client.get("/trainings")
    for n in range(30):
        make.make_training(programme=first.programme, office=first.office, title=f"Pelatihan {n}")
    with count_queries() as many:
        client.get("/trainings")
    assert len(many) == len(one)


def test_the_check_takes_as_many_queries_with_one_row_as_with_a_thousand(boss: Any, count_queries: Any) -> None:
    training = make.make_training()
    one_row, many_rows = (
        send(
            boss, training, table(*([f"Orang {n}", "L", f"0812{n:08d}", "", "", "", ""] for n in range(size)))
        ).location
        for size in (1, 1000)
    )
    with count_queries() as one:
        boss.get(one_row)
    with count_queries() as many:
        boss.get(many_rows)
    assert len(many) <= len(one) + 4  # names and phones are looked up 500 at a time
