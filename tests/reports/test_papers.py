"""The event report, and the bundle that accounts for a training."""

import io
import zipfile
from datetime import timedelta
from hashlib import sha256
from typing import Any

import openpyxl
import pypdf
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from lms.attendance import actions as attendance
from lms.attendance.models import Status
from lms.certificates import actions as certificates
from lms.certificates.models import Certificate
from lms.core import clock, files, jobs, scans, shelf
from lms.core.db import db, transaction
from lms.core.principals import Principal, Role
from lms.enrolment.models import Answer, Delegation
from lms.reports import actions, queries, rules
from lms.surveys.models import Aim, Survey, SurveyReceipt, SurveyResponse
from lms.trainings import actions as trainings
from lms.trainings.models import Capacity, FileKind, Participation, Training, TrainingState
from tests import factories as make
from tests.certificates import factories as certs


@pytest.fixture
def training(app: Flask) -> Training:
    """A training with a session, two people of whom one was there, and who opened it in whose stead."""
    found = make.make_training(title="Penguatan Kapasitas", opened_by="Drs. Bambang", in_stead_of="Kepala Perpustakaan")
    session = make.make_session(training=found, title="Marketing")
    make.make_participation(training=found, name_shown="Siti Aminah", sort_name="a")
    make.make_participation(training=found, name_shown="Ma'ruf <b>", sort_name="b")
    make.make_participation(training=found, name_shown="Ratna Sari, M.Hum.", capacity=Capacity.TRAINER)
    by = make.principal_of(make.make_staff())
    attendance.mark_numbers(session.uid, "2", status=Status.PRESENT, by=by, now=clock.now())
    return found


@pytest.fixture
def by(app: Flask) -> Principal:
    return make.principal_of(make.make_staff())


def evaluated(training: Training, *, answers: int) -> None:
    question = {"key": "q1", "kind": "text", "label": {"id": "Saran"}, "required": False, "options": []}
    now = clock.now()
    survey = make.save(
        Survey(training_id=training.id, aim=Aim.TRAINING, title="Penyelenggaraan", is_anonymous=True, opens_at=now,
               version_id=make.make_version([question]).id, created_at=now)
    )  # fmt: skip
    for _index in range(answers):
        make.save(SurveyResponse(survey_id=survey.id, is_anonymous=True, day=now.date(), answers={"q1": "lebih lama"}))
    everyone = db.select(Participation).where(Participation.training_id == training.id)
    with transaction():
        ids = [someone.id for someone in db.session.scalars(everyone)]
        db.session.add_all(SurveyReceipt(survey_id=survey.id, participation_id=key) for key in ids)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def made(training: Training, by: Principal) -> tuple[jobs.Job, zipfile.ZipFile]:
    job = actions.order_bundle(training.uid, by=by)
    assert jobs.run(job.id)
    job = make.reload(job)
    path = shelf.find(job.uid, now=clock.now())
    assert path is not None
    return job, zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_the_report_tells_what_was_held_and_names_everybody_once(client: FlaskClient, training: Training) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    paper = staff.get(f"/staff/trainings/{training.uid}/report.pdf").data
    text, pages = text_of(paper), [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert training.office.name.casefold() in page.casefold(), number
        assert f"Halaman {number} dari {len(pages)}" in page
    for word in ("PENGUATAN KAPASITAS", "Marketing", "Drs. Bambang", "Kepala Perpustakaan", "Ma'ruf <b>", "Nomor:"):
        assert word in text, word
    assert text.count("Siti Aminah") == 1
    assert text.index("Panitia pelaksana") < text.index("Lampiran 1. Daftar peserta") < text.index("Siti Aminah")
    assert text.index("Lampiran 2. Daftar pengajar") < text.index("Ratna Sari, M.Hum.")


@pytest.mark.parametrize(("answers", "is_told"), [(4, False), (5, True)])
def test_the_report_hides_what_the_screen_hides(app: Flask, training: Training, answers: int, is_told: bool) -> None:
    evaluated(training, answers=answers)
    [said] = queries.evaluations(training.id)
    assert bool(said.results) is is_told


def test_the_bundle_has_every_file_and_its_checksum(training: Training, by: Principal) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(drawn, "JPEG")
    attendance.keep_photos(training.uid, drawn.getvalue(), scans.read(drawn.getvalue()), by=by, now=clock.now())
    with transaction():
        letter = files.store(b"%PDF-1.7 surat", name="surat.pdf", media_type="application/pdf")
        db.session.add(
            Delegation(training_id=training.id, office_id=training.office_id, letter_number="1",
                       letter_date=clock.now().date(), letter=letter, made_by=by.id, made_at=clock.now())
        )  # fmt: skip
    photo, sheet = drawn.getvalue() + b"!", b"isi lembar"
    for kind, name, data in ((FileKind.PHOTO, "a.jpg", photo), (FileKind.MATERIAL, "b.txt", sheet)):
        trainings.add_file(training.uid, kind, name, data, by=by, now=clock.now())
    person = db.session.scalars(db.select(Participation.person_id)).first()
    question = {"key": "q1", "kind": "file", "label": {"id": "Ijazah"}, "required": True, "options": []}
    with transaction():
        diploma = files.store(b"%PDF-1.7 ijazah", name="ijazah.pdf", media_type="application/pdf")
        db.session.flush()
        db.session.add(Answer(training_id=training.id, person_id=person, version_id=make.make_version([question]).id,
                              answers={"q1": {"file": str(diploma.uid), "name": "ijazah.pdf"}}, by=by.id,
                              at=clock.now()))  # fmt: skip
        db.session.get_one(Training, training.id).state = TrainingState.CLOSED
    certs.make_eligible(training)
    certs.issue(training, certs.keeper())
    paper = db.session.scalars(db.select(Certificate)).one()
    certificates.finish(paper.id, b"%PDF-1.7 sertifikat", by_id=None, now=clock.now())
    job, pack = made(training, by)
    names = set(pack.namelist()) - {"SHA256SUMS.txt"}
    listed = dict(reversed(line.split("  ", 1)) for line in pack.read("SHA256SUMS.txt").decode().splitlines())
    assert listed == {name: sha256(pack.read(name)).hexdigest() for name in names}
    assert (len(names), job.result["files"], job.done, job.total) == (10, 10, 10, 10)
    kept = {name.partition("/")[0]: pack.read(name) for name in names}
    assert kept.keys() == {
        "laporan-kegiatan.pdf", "notulen.pdf", "kehadiran-dan-jp.xlsx", "biaya.xlsx",
        "halaman-bertanda-tangan", "surat-tugas", "sertifikat", "foto",
        "materi", "berkas-pendaftaran",
    }  # fmt: skip
    assert (kept["surat-tugas"], kept["materi"]) == (b"%PDF-1.7 surat", sheet)
    assert (kept["sertifikat"], kept["berkas-pendaftaran"]) == (b"%PDF-1.7 sertifikat", b"%PDF-1.7 ijazah")
    assert [name.rpartition("-")[2] for name in names if name.startswith("berkas")] == ["ijazah.pdf"]


def test_the_bundle_counts_everyones_lesson_hours(training: Training, by: Principal) -> None:
    _job, pack = made(training, by)
    sheet = openpyxl.load_workbook(io.BytesIO(pack.read("kehadiran-dan-jp.xlsx"))).active
    rows = [row[1:2] + row[5:] for row in sheet.iter_rows(values_only=True)]
    assert sorted(rows[1:]) == [
        ("Ma'ruf <b>", "H", 2, 2, "belum diputuskan"), ("Ratna Sari, M.Hum.", None, 0, 2, None),
        ("Siti Aminah", None, 0, 2, "belum diputuskan"),
    ]  # fmt: skip
    assert (sheet.print_title_rows, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == ("$1:$1", 9, 0)
    assert "Penguatan Kapasitas" in sheet.oddHeader.left.text
    assert sheet.oddFooter.right.text == "Halaman &P dari &N"


def test_from_the_button_to_the_download(client: FlaskClient, training: Training) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    assert staff.get(f"/staff/trainings/{training.uid}/reports").status_code == 200
    page = staff.post(f"/staff/trainings/{training.uid}/bundles").location
    assert staff.post(f"/staff/trainings/{training.uid}/bundles").location == page
    assert "hx-get" in staff.get(page).text
    assert staff.get(f"{page}.zip").status_code == 404
    assert jobs.run(db.session.scalar(db.select(jobs.Job.id)))
    assert f"{page}.zip" in staff.get(page, headers={"HX-Request": "true"}).text
    assert staff.get(f"{page}.zip").data[:2] == b"PK"
    with time_machine.travel(clock.now() + shelf.KEPT + timedelta(minutes=1), tick=True):
        assert staff.get(f"{page}.zip").status_code == 404
        assert "dua jam" in staff.get(page).text
    assert staff.post(f"/staff/trainings/{training.uid}/bundles").location != page


def test_a_bundle_is_reached_only_by_who_runs_its_training(client: FlaskClient, training: Training, by: Any) -> None:
    job, _pack = made(training, by)
    addresses = [f"/staff/trainings/{one.uid}/bundles/{job.uid}.zip" for one in (training, make.make_training())]
    auditor = client.application.test_client().sign_in(make.make_staff(Role.AUDITOR))  # type: ignore[attr-defined]
    assert auditor.get(addresses[0]).status_code == 404
    assert client.sign_in(make.make_staff()).get(addresses[1]).status_code == 404  # type: ignore[attr-defined]


def test_a_longer_report_asks_no_more_queries(client: FlaskClient, training: Training, count_queries: Any) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{training.uid}/report.pdf"
    evaluated(training, answers=5)
    staff.get(address)
    with count_queries() as few:
        staff.get(address)
    for _index in range(2):
        make.make_session(training=training)
        make.make_participation(training=training)
        evaluated(training, answers=5)
    with count_queries() as many:
        assert staff.get(address).status_code == 200
    assert len(many) == len(few)


def test_names_of_files_are_plain() -> None:
    assert rules.file_name("Évaluasi ../../ Ma'ruf & Siti") == "evaluasi-maruf-siti"
    assert rules.file_name("…") == "x"


def test_what_many_said_stands_once_with_how_often() -> None:
    said = ["Lebih lama", "lebih  lama", "Ruang dingin", "Terima kasih"]
    assert rules.voices(said, most=2) == ([("Lebih lama", 2), ("Ruang dingin", 1)], 1)
