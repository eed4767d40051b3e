"""Slips with codes for many people: drawn by the worker, sealed, and given to nobody but who asked."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from flask import Flask

from lms.accounts import pdf
from lms.accounts.actions import find_claim
from lms.accounts.models import Claim, RoleGrant
from lms.accounts.rules import MOST_SLIPS
from lms.core import clock, shelf
from lms.core.db import db, transaction
from lms.core.jobs import Job, State
from lms.core.principals import Role
from lms.web import papers
from lms.worker import run_waiting
from tests import factories


@pytest.fixture
def a_page(monkeypatch: pytest.MonkeyPatch) -> int:
    """Let the worker draw what is longer than a page, so that a test need not draw forty slips."""
    monkeypatch.setattr(papers, "AT_ONCE", 8)
    return 8


def codes_of(data: bytes) -> list[list[str]]:
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    return [re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{2,4})+\b", page) for page in pages]


def test_many_slips_are_drawn_by_the_worker_eight_a_page_and_only_who_asked_gets_their_codes(
    app: Flask, a_page: int
) -> None:
    factories.make_site()
    office = factories.make_office(name="Perpustakaan Panaragan")
    people = [factories.make_person(f"Orang {number}", office=office) for number in range(a_page + 1)]
    admin, other = (factories.make_staff(Role.ADMINISTRATOR) for _n in range(2))
    client = app.test_client().sign_in(admin)
    chosen = {"chosen": [str(one.uid) for one in people], "back": "/staff/trainings/"}
    page = client.post("/staff/people/slips", data=chosen).location
    assert client.post("/staff/people/slips", data=chosen).location == page
    assert db.session.scalar(db.select(db.func.count(Claim.id))) == 0
    assert run_waiting(app) == 1
    codes = codes_of(client.get(f"{page}/paper.pdf").data)
    assert [len(found) for found in codes] == [8, 1]
    assert all(find_claim(code, now=clock.now()) for page_codes in codes for code in page_codes)
    assert set(db.session.scalars(db.select(Claim.made_by))) == {admin.principal_id}
    job = db.session.scalars(db.select(Job)).one()
    lying = shelf.find(job.uid, now=clock.now()).read_bytes()
    assert (lying[:4] == b"%PDF", codes[0][0] in f"{job.facts}{job.result}") == (False, False)
    elsewhere = app.test_client().sign_in(other)
    assert [elsewhere.get(path).status_code for path in (page, f"{page}/paper.pdf")] == [200, 404]
    assert elsewhere.post(f"{page}/paper/removal").status_code == 404
    assert ("paper.pdf" in elsewhere.get(page).text, "paper.pdf" in client.get(page).text) == (False, True)
    shelf.lay(job.uid, lying[:-9], now=clock.now(), kept=pdf.KEPT)
    assert client.get(f"{page}/paper.pdf").status_code == 404
    assert shelf.find(job.uid, now=clock.now() + pdf.KEPT + timedelta(seconds=1)) is None
    assert client.post(f"{page}/paper/removal").location == page
    assert (client.get(f"{page}/paper.pdf").status_code, shelf.find(job.uid, now=clock.now())) == (404, None)
    assert 'href="/staff/trainings/"' in client.get(page).text


def test_slips_are_drawn_by_the_worker_only_while_their_asker_may_still_invite(app: Flask, a_page: int) -> None:
    factories.make_site()
    people = [factories.make_person(f"Orang {number}") for number in range(a_page + 1)]
    boss = factories.make_staff(Role.ADMINISTRATOR)
    client = app.test_client().sign_in(boss)
    client.post("/staff/people/slips", data={"chosen": [str(one.uid) for one in people]})
    with transaction():
        db.session.execute(db.delete(RoleGrant).where(RoleGrant.person_id == boss.id))
    run_waiting(app)
    assert db.session.scalars(db.select(Job.state)).one() == State.FAILED
    assert db.session.scalar(db.select(db.func.count(Claim.id))) == 0


def test_more_slips_than_are_handed_out_at_a_time_are_refused_before_the_worker_is_asked(app: Flask) -> None:
    factories.make_site()
    client = app.test_client().sign_in(factories.make_staff(Role.ADMINISTRATOR))
    answer = client.post("/staff/people/slips", data={"chosen": [str(uuid4()) for _ in range(MOST_SLIPS + 1)]})
    assert (answer.status_code, "Paling banyak 500 slip sekaligus" in answer.text) == (422, True)
    assert db.session.scalar(db.select(db.func.count(Job.id))) == 0
