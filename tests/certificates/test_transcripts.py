"""The lesson hours of a person in a year: numbered, verifiable, frozen, and issued once until something changes."""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.accounts.models import Person
from lms.attendance.models import AttendanceState, Mark, Method, Status
from lms.certificates import actions, queries
from lms.certificates.models import Certificate, Kind
from lms.core import clock, files
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Role
from lms.progress.models import Decision, LedgerEntry
from lms.trainings.models import Training
from tests import factories as make
from tests.certificates import conformance
from tests.certificates import factories as certs
from tests.certificates.factories import NOW, as_principal, keeper, make_training

pytestmark = pytest.mark.database
INPUTS = {"capacity": "participant", "attended": 700, "required": 800, "least_percent": 80, "needs_post_test": True}


def earn(training: Training, person: Person, *, jp: int = 800, on: date = date(2019, 10, 31), **decision: Any) -> None:
    part = make.make_participation(training=training, person=person)
    said = {"is_eligible": True, "rule_version": 1, "at": NOW, "inputs": INPUTS, **decision}
    decided = make.save(Decision(training_id=training.id, participation_id=part.id, **said))
    make.save(LedgerEntry(person_id=person.id, training_id=training.id, participation_id=part.id, jp=jp, on_day=on,
                          decision_id=decided.id, at=NOW))  # fmt: skip
    session = make.make_session(training=training, title="Kebijakan transformasi")
    mark = make.save(Mark(participation_id=part.id, uid=uuid4(), session_id=session.id, status=Status.PRESENT, at=NOW,
                          method=Method.MANUAL, principal_id=person.principal_id))  # fmt: skip
    make.save(AttendanceState(participation_id=part.id, session_id=session.id, status=Status.PRESENT, mark_id=mark.id))


def office_of_transcripts(training: Training) -> None:
    by = keeper()
    certs.make_series(training, by, name="Transkrip", kind=Kind.TRANSCRIPT, pattern="TR-{serial:03d}/{year}")
    certs.make_signer(training, by)
    certs.make_design(training, by)


def papers() -> list[Certificate]:
    db.session.expire_all()
    found = db.select(Certificate).where(Certificate.kind == Kind.TRANSCRIPT).order_by(Certificate.id)
    return list(db.session.scalars(found))


def test_a_person_takes_the_transcript_of_a_year_and_anybody_verifies_it(app: Flask, client: Any) -> None:
    training, person = make_training(title="Bimtek Pertama"), make.make_person("Siti Aminah", nip="196608011988032001")
    earn(training, person)
    earn(make_training(title="Bimtek Kedua"), person, jp=400, granted_by=person.principal_id, grant_reason="Rahasia")
    earn(make_training(title="Tahun Lain"), person, on=date(2018, 5, 1))
    client.sign_in(person)
    page = client.get("/my/certificates").get_data(as_text=True)
    assert "Buat transkrip 2019" in page
    assert "Belum ada instansi yang menomori" in client.post("/my/transcripts/2019").get_data(as_text=True)
    office_of_transcripts(training)
    client.post("/my/transcripts/2019")
    certs.render_waiting(app)
    (paper,) = papers()
    assert (paper.number, paper.data["jp"], paper.training_id) == (f"TR-001/{clock.now().year}", 1200, None)
    first = client.get(f"/my/certificates/{paper.uid}.pdf").data
    text = " ".join(PdfReader(BytesIO(first)).pages[0].extract_text().split())
    for said in ("TRANSKRIP", "Bimtek Pertama", "Bimtek Kedua", "Mata Pelatihan 1", "Kebijakan transformasi",
                 "7 dari 8 JP", "Tes akhir lulus", "pengecualian", "Siti Aminah"):  # fmt: skip
        assert said in text
    assert "Tahun Lain" not in text
    assert "Rahasia" not in text
    assert [one for one in conformance.problems(first) if "6.8" not in one] == []
    assert len(first) <= 60 * 1024
    client.post("/my/transcripts/2019")
    assert len(papers()) == 1
    assert client.get(f"/my/certificates/{paper.uid}.pdf").data == first
    page = client.get(f"/verify/{paper.code}").get_data(as_text=True)
    assert "SAH" in page
    assert "Transkrip ini diterbitkan di sini" in page
    assert "196608011988032001" not in page
    assert "Ada kesalahan?" not in page


def test_what_changed_makes_a_new_number_and_the_old_one_leads_to_it(app: Flask, client: Any) -> None:
    training, person = make_training(), make.make_person("Siti Aminah")
    earn(training, person)
    office_of_transcripts(training)
    by = as_principal(person)
    old = actions.issue_transcript(person.uid, year=2019, by=by, now=NOW)
    certs.render_waiting(app)
    kept = files.read(papers()[0].file)  # type: ignore[arg-type]
    with transaction():
        db.session.get_one(Person, person.id).full_name = "Siti Aminah Putri"
    made = actions.issue_transcript(person.uid, year=2019, by=by, now=NOW)
    certs.render_waiting(app)
    first, second = papers()
    assert (first.replaced_by_id, first.is_standing, second.data["replaces"]) == (second.id, False, old.number)
    assert files.read(first.file) == kept  # type: ignore[arg-type]
    assert made.number in client.get(f"/verify/{old.code}").get_data(as_text=True)
    with pytest.raises(Refused, match="2017"):
        actions.issue_transcript(person.uid, year=2017, by=by, now=NOW)


def test_staff_issue_it_within_reach_only(app: Flask, client: Any) -> None:
    training, person = make_training(), make.make_person("Siti Aminah", office=make.make_office())
    earn(training, person)
    office_of_transcripts(training)
    elsewhere = make.make_staff(Role.COORDINATOR, name="Lain", region=make.make_region(code="91"))
    for who in (elsewhere, make.make_staff(Role.AUDITOR, name="Auditor"), make.make_person("Orang Lain")):
        with pytest.raises(Missing):
            actions.issue_transcript(person.uid, year=2019, by=as_principal(who), now=NOW)
    client.sign_in(keeper())
    assert "Transkrip 2019" in client.get(f"/staff/people/{person.uid}").get_data(as_text=True)
    sent = client.post(f"/staff/people/{person.uid}/transcripts/2019")
    assert client.get(sent.location).status_code == 200
    assert len(papers()) == 1


def test_a_year_is_read_with_as_many_questions_for_three_trainings_as_for_one(app: Flask, count_queries: Any) -> None:
    one, many = make.make_person("Satu"), make.make_person("Tiga")
    for person, number in ((one, 1), (many, 3)):
        for _training in range(number):
            earn(make_training(), person)
    asked = []
    for person in (one, many):
        db.session.expire_all()
        with count_queries() as counted:
            queries.hours_of_year(person.id, 2019)
        asked.append(len(counted))
    assert asked[0] == asked[1]
