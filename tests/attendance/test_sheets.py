"""Signed sheets: a photo files itself by the code on it, and is the evidence beside which rows are entered."""

import io
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from lms.attendance import actions, queries, rules
from lms.attendance.models import Group, SheetPhoto
from lms.attendance.rules import Page
from lms.core import clock, files, scans
from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal, Role
from lms.trainings.models import Capacity, TrainingSession
from tests import factories as make

UID = UUID("2f1d7c6e-8a55-4b0e-9a3c-5f6d7e8f9a0b")


@pytest.fixture
def session(app: Flask) -> TrainingSession:
    return make.make_session(training=make.make_training(title="Penguatan"), title="Marketing")


@pytest.fixture
def by(app: Flask) -> Principal:
    return make.principal_of(make.make_staff())


def photo(text: str = "", *, shade: str = "white", kind: str = "JPEG", **facts: Any) -> bytes:
    """A picture of a page with a code on it."""
    page = Image.new("RGB", (900, 1200), shade)
    if text:
        drawn = io.BytesIO()
        segno.make(text).save(drawn, kind="png", scale=5)
        page.paste(Image.open(drawn).convert("RGB"), (500, 60))
    target = io.BytesIO()
    page.save(target, kind, **facts)
    return target.getvalue()


def keep(session: TrainingSession, data: bytes, by: Principal) -> actions.Filed:
    return actions.keep_photos(session.training.uid, data, scans.read(data), by=by, now=clock.now())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("https://x.id/staff/sessions/{uid}/roll?page=2", Page(2, session_uid=UID)),
        ("http://127.0.0.1:8000/staff/sessions/{uid}/roll", Page(1, session_uid=UID)),
        ("https://x.id/staff/trainings/{uid}/papers?day=2019-10-28&page=3&for=trainers",
         Page(3, Group.TRAINERS, training_uid=UID, day=date(2019, 10, 28))),
    ],
)  # fmt: skip
def test_a_code_names_its_page_whatever_the_host(code: str, found: Page) -> None:
    uid = found.session_uid or found.training_uid
    assert rules.page_of(code.format(uid=uid)) == found


@pytest.mark.parametrize(
    "code",
    ["", "https://x.id/staff/sessions/x/roll", "http://[", "x" * 600, f"https://x.id/staff/sessions/{UID}/roll?page=x",
     f"https://x.id/staff/sessions/{UID}/roll?for=x", f"https://x.id/staff/trainings/{UID}/papers?day=2019-13-1",
     f"https://x.id/staff/trainings/{UID}/papers", f"https://x.id/h/{UID}"],
)  # fmt: skip
def test_any_other_code_names_no_page(code: str) -> None:
    assert rules.page_of(code) is None


def test_a_photo_files_itself_under_its_session_and_page(session: TrainingSession, by: Principal) -> None:
    told = keep(session, photo(f"https://x.id/staff/sessions/{session.uid}/roll?page=2&for=organisers"), by)
    assert (told.filed, told.waiting) == (1, 0)
    [kept] = queries.photos_of(session.training_id)
    assert (kept.session_id, kept.page, kept.group) == (session.id, 2, Group.ORGANISERS)


def test_a_page_of_a_day_files_itself_under_the_day(session: TrainingSession, by: Principal) -> None:
    keep(session, photo(f"/staff/trainings/{session.training.uid}/papers?day=2019-10-28&page=1"), by)
    [kept] = queries.photos_of(session.training_id)
    assert (kept.session_id, kept.day) == (None, date(2019, 10, 28))


def test_a_page_without_a_code_or_of_another_training_waits_for_a_human(
    session: TrainingSession, by: Principal
) -> None:
    foreign = make.make_session()
    keep(session, photo(f"https://x.id/staff/sessions/{foreign.uid}/roll?page=1"), by)
    keep(session, photo(), by)
    waiting = queries.photos_of(session.training_id)
    assert [(one.session_id, one.day) for one in waiting] == [(None, None)] * 2
    actions.file_photo(waiting[0].uid, session_uid=session.uid, page=4, group=Group.TRAINERS, by=by)
    assert make.reload(waiting[0]).page == 4
    with pytest.raises(Refused):
        actions.file_photo(waiting[1].uid, session_uid=foreign.uid, page=1, group=Group.EVERYONE, by=by)


def test_the_same_file_again_changes_nothing(session: TrainingSession, by: Principal) -> None:
    data = photo(f"https://x.id/staff/sessions/{session.uid}/roll?page=1")
    keep(session, data, by)
    assert keep(session, data, by).repeated == 1
    assert len(queries.photos_of(session.training_id)) == 1


def test_a_photo_taken_away_may_come_back(session: TrainingSession, by: Principal) -> None:
    data = photo(f"https://x.id/staff/sessions/{session.uid}/roll?page=1")
    keep(session, data, by)
    [kept] = queries.photos_of(session.training_id)
    actions.remove_photo(kept.uid, by=by, now=clock.now())
    assert queries.photos_of(session.training_id) == []
    assert keep(session, data, by).filed == 1
    assert db.session.scalar(db.select(db.func.count(SheetPhoto.id))) == 1


def test_pictures_are_written_anew_without_their_notes(session: TrainingSession, by: Principal) -> None:
    notes = Image.Exif()
    notes[0x010E] = "rumah Siti"
    keep(session, photo(exif=notes), by)
    [kept] = queries.photos_of(session.training_id)
    data = files.read(kept.file)
    assert b"rumah" not in data
    assert Image.open(io.BytesIO(data)).getexif() == {}


def test_every_page_of_a_scanned_pdf_files_itself(session: TrainingSession, by: Principal) -> None:
    pages = [photo(f"https://x.id/staff/sessions/{session.uid}/roll?page={n}") for n in (1, 2)]
    pictures = [Image.open(io.BytesIO(page)) for page in pages]
    target = io.BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:])
    assert keep(session, target.getvalue(), by).filed == 2
    assert [one.page for one in queries.photos_of(session.training_id)] == [1, 2]


def _empty_pdf() -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target)
    return target.getvalue()


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 broken", b"<svg/>", photo()[:400], photo(kind="GIF")])
def test_what_is_no_photo_is_refused_in_words(app: Flask, data: bytes) -> None:
    with pytest.raises(Refused):
        scans.read(data)


def test_a_pdf_without_a_scan_is_refused(app: Flask) -> None:
    with pytest.raises(Refused):
        scans.read(_empty_pdf())


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened(app: Flask) -> None:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")
    with pytest.raises(Refused):
        scans.read(target.getvalue())


def test_from_the_printed_sheet_over_a_photo_to_the_marks(
    client: FlaskClient, session: TrainingSession, tmp_path: Path
) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    people = [make.make_participation(training=session.training, name_shown=f"Peserta {n}") for n in range(3)]
    make.make_participation(training=session.training, name_shown="Panitia", capacity=Capacity.ORGANISER)
    (tmp_path / "sheet.pdf").write_bytes(staff.get(f"/staff/sessions/{session.uid}/sheet.pdf?for=participants").data)
    subprocess.run(["pdftoppm", "-r", "110", "-jpeg", tmp_path / "sheet.pdf", tmp_path / "page"], check=True)
    [printed] = sorted(tmp_path.glob("page-*.jpg"))
    address = f"/staff/trainings/{session.training.uid}/papers"
    sent = {"files": (io.BytesIO(printed.read_bytes()), "foto.jpg")}
    assert staff.post(address, data=sent, content_type="multipart/form-data").status_code == 302
    [kept] = queries.photos_of(session.training_id)
    assert (kept.session_id, kept.page, kept.group) == (session.id, 1, Group.PARTICIPANTS)
    page = staff.get(f"/staff/evidence/{kept.uid}").text
    assert ("Peserta 2" in page, "Panitia" in page) == (True, False)
    assert staff.get(f"/staff/evidence/{kept.uid}.jpg").data[:2] == b"\xff\xd8"
    assert staff.post(f"/staff/evidence/{kept.uid}", data={"numbers": "1-9", "status": "H"}).status_code == 422
    assert staff.post(f"/staff/evidence/{kept.uid}", data={"numbers": "1-3", "status": "H"}).status_code == 302
    assert queries.counts([session.id])[session.id] == {"H": len(people)}


def test_trainers_and_organisers_sign_sheets_of_their_own(session: TrainingSession) -> None:
    for capacity in Capacity:
        make.make_participation(training=session.training, name_shown=capacity.value, capacity=capacity)
    signs = {
        group: {row.name for row in queries.sheet_rows(session.training_id, rules.CAPACITIES[group])} for group in Group
    }
    assert signs == {
        Group.EVERYONE: {capacity.value for capacity in Capacity},
        Group.PARTICIPANTS: {"participant", "facilitator"},
        Group.TRAINERS: {"trainer", "moderator"},
        Group.ORGANISERS: {"organiser"},
    }


def test_a_day_has_one_sheet_for_all_its_sessions(client: FlaskClient, session: TrainingSession, by: Principal) -> None:
    later = session.ends_at + timedelta(hours=1)
    second = make.make_session(training=session.training, title="Mentoring", starts_at=later)
    make.make_participation(training=session.training)
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{session.training.uid}/papers"
    assert staff.get(f"{address}/2019-10-28.pdf?for=participants").data[:5] == b"%PDF-"
    assert staff.get(f"{address}/2019-10-29.pdf").status_code == 404
    assert "Mentoring" in staff.get(address).text
    keep(session, photo(f"{address}?day=2019-10-28&page=1&for=participants"), by)
    [page] = queries.photos_of(session.training_id)
    assert "Marketing; Mentoring" in staff.get(f"/staff/evidence/{page.uid}").text
    assert staff.post(f"/staff/evidence/{page.uid}", data={"numbers": "1", "status": "H"}).status_code == 302
    assert queries.counts([session.id, second.id]) == {session.id: {"H": 1}, second.id: {"H": 1}}


def test_evidence_out_of_reach_does_not_exist(client: FlaskClient, session: TrainingSession, by: Principal) -> None:
    keep(session, photo(), by)
    [kept] = queries.photos_of(session.training_id)
    elsewhere = make.make_staff(Role.COORDINATOR, region=make.make_region("73"))
    stranger = client.sign_in(elsewhere)  # type: ignore[attr-defined]
    assert stranger.get(f"/staff/evidence/{kept.uid}").status_code == 404
    assert stranger.get(f"/staff/evidence/{kept.uid}.jpg").status_code == 404
    with pytest.raises(Missing):
        actions.remove_photo(kept.uid, by=make.principal_of(elsewhere), now=clock.now())


def test_more_photos_ask_no_more_queries(
    client: FlaskClient, session: TrainingSession, by: Principal, count_queries: Any
) -> None:
    staff = client.sign_in(make.make_staff())  # type: ignore[attr-defined]
    address = f"/staff/trainings/{session.training.uid}/papers"
    keep(session, photo(shade="#fff"), by)
    staff.get(address)
    with count_queries() as few:
        staff.get(address)
    for shade in ("#ffe", "#eff"):
        keep(session, photo(f"https://x.id/staff/sessions/{session.uid}/roll?page=2", shade=shade), by)
    with count_queries() as many:
        assert staff.get(address).status_code == 200
    assert len(many) == len(few)
