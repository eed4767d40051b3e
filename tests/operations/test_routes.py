import io

import pytest
from flask import Flask
from sqlalchemy import update

from lms.core import clock, jobs, trail
from lms.core.db import db, transaction
from lms.core.jobs import Job, State
from lms.core.principals import Role, command
from lms.core.trail import TrailEntry
from lms.operations.cli import examine
from tests import factories as make
from tests.conftest import FreshClient

pytestmark = pytest.mark.database


def make_job(**facts: object) -> Job:
    return make.save(Job(**{"name": "certificates.render", "created_at": clock.now(), "facts": {}, **facts}))


def record(act: str, **facts: object) -> None:
    with transaction():
        trail.record(act, by=facts.pop("by", None), subject="training", **facts)


@pytest.fixture
def administrator(client: FreshClient) -> FreshClient:
    return client.sign_in(make.make_staff(Role.ADMINISTRATOR, name="Wayan Admin"))


def test_health_answers_without_a_sign_in(client: FreshClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json["status"], answer.json["database"]) == (200, "ok", True)
    assert answer.json["version"]


def test_the_jobs_page_shows_progress_and_what_went_wrong(administrator: FreshClient) -> None:
    make_job(state=State.RUNNING, done=37, total=210)
    make_job(state=State.FAILED, problem="internal")
    page = administrator.get("/staff/jobs").text
    assert "37 / 210" in page
    assert "Catatan pekerja latar" in page
    assert "37 / 210" not in administrator.get("/staff/jobs?state=failed").text


def test_only_an_administrator_opens_the_jobs_page(client: FreshClient) -> None:
    client.sign_in(make.make_staff(Role.AUDITOR))
    assert client.get("/staff/jobs").status_code == 403
    assert client.get("/staff/trail").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_reaches_one_region_reads_neither_the_trail_nor_the_work_of_all(client: FreshClient, role: Role) -> None:
    make.make_site()
    client.sign_in(make.make_staff(role, region=make.make_region()))
    home = client.get("/").text
    for path in ("/staff/jobs", "/staff/trail", "/staff/trail.csv", "/staff/trail/chain"):
        assert client.get(path).status_code == 403
        assert f'"{path}"' not in home


def test_whoever_started_a_job_follows_it_and_a_stranger_does_not(client: FreshClient, app: Flask) -> None:
    owner, stranger = make.make_staff(), make.make_staff()
    job = make_job(by=owner.principal_id, state=State.RUNNING, done=3, total=9)
    page = client.sign_in(owner).get(f"/jobs/{job.uid}").text
    assert "3 / 9" in page
    assert 'http-equiv="refresh"' in page
    assert app.test_client().sign_in(stranger).get(f"/jobs/{job.uid}").status_code == 404


def test_htmx_gets_only_the_part_that_changes(administrator: FreshClient) -> None:
    job = make_job(state=State.DONE, done=9, total=9, ended_at=clock.now())
    part = administrator.get(f"/jobs/{job.uid}", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "hx-get" not in part


def test_failed_work_is_tried_again_once(administrator: FreshClient) -> None:
    job = make_job(state=State.FAILED, tries=4, problem="internal", ended_at=clock.now())
    assert administrator.post(f"/staff/jobs/{job.uid}/retries").status_code == 302
    assert administrator.post(f"/staff/jobs/{job.uid}/retries").status_code == 302
    found = make.reload(job)
    assert (found.state, found.tries, found.problem) == (State.WAITING, 0, "")
    assert db.session.query(TrailEntry).where(TrailEntry.act == "job.retried").count() == 1


def test_work_that_is_done_is_not_started_again(administrator: FreshClient) -> None:
    job = make_job(state=State.DONE, ended_at=clock.now())
    assert administrator.post(f"/staff/jobs/{job.uid}/retries").status_code == 422


def test_the_trail_is_searched_by_who_and_by_act(administrator: FreshClient) -> None:
    ketut = make.make_staff(name="Ketut Penyelenggara")
    record("training.closed", by=ketut.principal_id, reason="selesai")
    record("person.made")
    page = administrator.get("/staff/trail?q=ketut").text
    assert "selesai" in page
    assert '<th scope="row">Orang dimasukkan</th>' not in page
    assert '<th scope="row">Orang dimasukkan</th>' in administrator.get("/staff/trail?act=person.made").text
    assert '<th scope="row">Orang dimasukkan</th>' in administrator.get("/staff/trail?q=dimasukkan").text
    later = administrator.get("/staff/trail?since=2199-01-01").text
    assert ("Tidak ada yang ditemukan" in later, "1 Januari 2199" in later) == (True, True)
    assert administrator.get("/staff/trail?since=kemarin&until=2199-13-01").status_code == 200


def test_the_trail_takes_as_many_queries_for_three_rows_as_for_one(administrator: FreshClient, count_queries) -> None:  # type: ignore[no-untyped-def]
    record("a.b")
    with count_queries() as one:
        administrator.get("/staff/trail")
    record("a.c"), record("a.d")
    with count_queries() as three:
        administrator.get("/staff/trail")
    assert len(one) == len(three)


@pytest.mark.parametrize("path", ["trail", "jobs"])
def test_lists_are_exported(administrator: FreshClient, path: str) -> None:
    record("training.closed")
    make_job()
    assert administrator.get(f"/staff/{path}.csv").data.startswith(b"\xef\xbb\xbf")
    assert io.BytesIO(administrator.get(f"/staff/{path}.xlsx").data).read(2) == b"PK"


def test_what_acts_by_itself_is_called_in_the_readers_language(administrator: FreshClient) -> None:
    by = command("self-study").id
    make_job(by=by)
    record("certificates.issue", by=by)
    for address in ("/staff/jobs", "/staff/trail"):
        assert "Otomatis, setelah belajar mandiri" in administrator.get(address).text
    assert "Sertifikat diterbitkan" in administrator.get("/staff/trail?q=otomatis").text
    assert "Tidak ada yang ditemukan" in administrator.get("/staff/trail?q=tunggu").text
    administrator.post("/language", data={"language": "en"})
    assert "By itself, after self-study" in administrator.get("/staff/jobs").text


def test_a_changed_act_breaks_the_chain(administrator: FreshClient) -> None:
    record("training.closed")
    trail.seal()
    assert "Rantai utuh" in administrator.get("/staff/trail/chain").text
    with transaction():
        db.session.execute(update(TrailEntry).values(act="training.opened"))
    assert "Rantai putus" in administrator.get("/staff/trail/chain").text


def test_the_doctor_finds_a_writable_folder_and_an_unbroken_chain(app: Flask) -> None:
    record("training.closed")
    found = {finding.name: finding for finding in examine()}
    assert all(found[name].is_good for name in ("database", "files", "audit trail", "register"))


def test_handlers_are_known_by_words(app: Flask) -> None:
    from lms.operations import rules

    assert all(rules.job_name(name) != name for name in app.extensions["jobs"])
    assert jobs.State.DONE in rules.STATE_NAMES
