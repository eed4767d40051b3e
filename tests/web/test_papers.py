"""Papers: drawn at once for a few, in the background for many, once for whoever asks twice, and gone after a while."""

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.models import RoleGrant
from lms.core import clock, shelf
from lms.core.db import db, transaction
from lms.core.jobs import Job
from lms.core.principals import Role
from lms.trainings.models import Training
from lms.web import papers
from lms.worker import run_waiting
from tests import factories as make

MANY = 6


@pytest.fixture
def training(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Training:
    monkeypatch.setattr(papers, "AT_ONCE", MANY - 1)
    found = make.make_training(title="Bimbingan Teknis")
    for number in range(MANY):
        make.make_participation(training=found, person=make.make_person(f"Orang {number:03d}"))
    return found


@pytest.fixture
def manager(app: Flask, training: Training) -> Any:
    return make.make_staff()


@pytest.fixture
def client(app: Flask, manager: Any) -> FlaskClient:
    return app.test_client().sign_in(manager)  # type: ignore[attr-defined, no-any-return]


def path_of(training: Training) -> str:
    return f"/staff/trainings/{training.uid}/biodata.pdf"


def test_a_long_paper_leads_to_a_page_that_shows_its_progress_and_then_the_file(
    app: Flask, client: FlaskClient, training: Training
) -> None:
    asked = client.get(path_of(training))
    assert asked.status_code == 303
    waiting = client.get(asked.location).text
    assert ('http-equiv="refresh"' in waiting, "paper.pdf" in waiting) == (True, False)
    assert client.get(f"{asked.location}/paper.pdf").status_code == 404
    assert run_waiting(app) == 1
    ended = client.get(asked.location).text
    assert ('http-equiv="refresh"' in ended, f"{asked.location}/paper.pdf" in ended) == (False, True)
    file = client.get(f"{asked.location}/paper.pdf")
    assert (file.mimetype, file.headers["Cache-Control"]) == ("application/pdf", "private, no-store")
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.data)).pages)
    assert [f"Orang {number:03d}" in words for number in range(MANY)] == [True] * MANY


@pytest.mark.database
def test_asked_again_it_is_the_same_work_until_a_row_changes(
    app: Flask, client: FlaskClient, training: Training, manager: Any
) -> None:
    first = client.get(path_of(training)).location
    other_device = app.test_client().sign_in(manager)  # type: ignore[attr-defined]
    assert [one.get(path_of(training)).location for one in (client, other_device)] == [first, first]
    run_waiting(app)
    assert client.get(path_of(training)).location == first
    assert run_waiting(app) == 0
    make.make_participation(training=training, person=make.make_person("Orang yang baru datang"))
    assert client.get(path_of(training)).location != first
    assert db.session.scalar(db.select(db.func.count(Job.id))) == 2


def test_only_who_asked_and_still_runs_the_training_gets_the_file(
    app: Flask, client: FlaskClient, training: Training, manager: Any
) -> None:
    page = client.get(path_of(training)).location
    run_waiting(app)
    other = app.test_client().sign_in(make.make_staff(Role.COORDINATOR, region=training.region))  # type: ignore[attr-defined]
    assert [other.get(path).status_code for path in (page, f"{page}/paper.pdf")] == [404, 404]
    assert client.get(f"{page}/paper.pdf").status_code == 200
    with transaction():
        db.session.execute(db.delete(RoleGrant).where(RoleGrant.person_id == manager.id))
    assert [client.get(path).status_code for path in (page, f"{page}/paper.pdf")] == [404, 404]


def test_a_file_goes_after_its_time_and_is_made_again_at_its_address(
    app: Flask, client: FlaskClient, training: Training
) -> None:
    page = client.get(path_of(training)).location
    run_waiting(app)
    shelf.clear(clock.now())
    assert client.get(f"{page}/paper.pdf").status_code == 200
    with time_machine.travel(clock.now() + shelf.KEPT + timedelta(minutes=1), tick=True):
        assert client.get(f"{page}/paper.pdf").status_code == 404
        assert path_of(training) in client.get(page).text
        assert shelf.clear(clock.now()) >= 1
        assert client.get(path_of(training)).location == page
        assert run_waiting(app) == 1
        assert client.get(f"{page}/paper.pdf").status_code == 200


def test_a_paper_of_a_few_is_there_at_once_and_no_address_names_anybody(app: Flask, client: FlaskClient) -> None:
    few = make.make_training()
    make.make_participation(training=few, person=make.make_person("Siti"))
    answer = client.get(path_of(few))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert db.session.scalar(db.select(db.func.count(Job.id))) == 0


def test_a_paper_fetches_nothing_that_is_not_its_own(app: Flask) -> None:
    from lms.web.press import pdf_of

    asked: list[str] = []
    pdf = pdf_of('<img src="file:///etc/hostname"><img src="http://127.0.0.1:9/x.png">', picture=asked.append)  # type: ignore[func-returns-value,arg-type]
    assert asked == ["file:///etc/hostname", "http://127.0.0.1:9/x.png"]
    assert list(pypdf.PdfReader(io.BytesIO(pdf)).pages[0].images) == []
