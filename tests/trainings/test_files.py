"""Photos and materials of a training: small, without notes, in parts, and never of those who said no."""

import io
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from lms.accounts.models import Person
from lms.core import clock, files, uploads
from lms.core.db import db
from lms.core.errors import Conflict, Missing, Refused
from lms.reports import pdf
from lms.reports import queries as reports
from lms.trainings import actions, queries
from lms.trainings.models import Capacity, FileKind, Participation, Training, TrainingFile
from lms.trainings.rules.agenda import by_session
from tests import factories as make


def photo(side: int = 2400, colour: str = "teal") -> bytes:
    """A photo with a camera's name and a place in it."""
    picture = Image.new("RGB", (side, side // 2), colour)
    notes = Image.Exif()
    notes[0x0110] = "Kamera Rahasia"
    notes.get_ifd(0x8825)[1] = "S"
    target = io.BytesIO()
    picture.save(target, "JPEG", exif=notes)
    return target.getvalue()


def scene() -> tuple[Training, Person, Participation]:
    """A training with its trainer and a participant."""
    make.make_site()
    training = make.make_training()
    trainer = make.make_person("Bu Pengajar")
    make.make_participation(training=training, person=trainer, capacity=Capacity.TRAINER)
    return training, trainer, make.make_participation(training=training, person=make.make_person("Siti"))


def add(training: Training, by: Person, data: bytes, **facts: Any) -> TrainingFile:
    kind = facts.pop("kind", FileKind.PHOTO)
    who = make.principal_of(by)
    return actions.add_file(training.uid, kind, "IMG_1.jpg", data, by=who, now=clock.now(), **facts)


def test_a_photo_is_kept_small_and_without_place_and_camera_and_only_once(app: Flask) -> None:
    training, trainer, _part = scene()
    data = photo()
    assert b"Kamera Rahasia" in data
    row = add(training, trainer, data, caption="Pembukaan", photographer="Ayu")
    kept = files.read(make.reload(row).file)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((1600, 800), {})
    assert b"Kamera" not in kept
    assert add(training, trainer, data).id == row.id


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff half"])
def test_what_is_no_photo_is_refused(app: Flask, data: bytes) -> None:
    training, trainer, _part = scene()
    with pytest.raises(Refused):
        add(training, trainer, data)
    assert queries.files_of(training.id, FileKind.PHOTO) == []


def test_a_photo_of_somebody_who_said_no_is_kept_and_not_published(client: Any) -> None:
    training, trainer, part = scene()
    row = add(training, trainer, photo(400), caption="Diskusi")
    client.sign_in(trainer)
    client.post(f"/staff/files/{row.uid}/people", data={"uid": str(part.uid)})
    client.sign_in(part.person)
    page = f"/my/trainings/{training.uid}"
    picture = f"/my/trainings/files/{row.uid}"
    assert picture in client.get(page).text
    assert client.get(picture).status_code == 200
    client.post(f"/my/trainings/participations/{part.uid}/showing", data={"show": "no"})
    assert picture not in client.get(page).text
    assert client.get(picture).status_code == 404
    assert reports.photos(training.id) == []
    client.sign_in(trainer)
    shown = client.get(f"/staff/trainings/{training.uid}/files").text
    assert "Tidak dipublikasikan" in shown
    assert "Jangan tampilkan: Siti" in shown
    client.sign_in(part.person)
    client.post(f"/my/trainings/participations/{part.uid}/showing", data={"show": "yes"})
    assert [one.id for one in reports.photos(training.id)] == [row.id]


def test_the_consent_of_the_account_counts_until_something_is_said_here(client: Any) -> None:
    from lms.accounts import actions as accounts

    _training, _trainer, part = scene()
    own = make.principal_of(part.person)
    for is_given in (True, False):
        accounts.record_consent("photos", is_given=is_given, channel="account", by=own, now=clock.now())
    assert not queries.may_be_shown(part.id)
    actions.choose_showing(part.uid, may_show=True, by=own, now=clock.now())
    assert queries.may_be_shown(part.id)
    with pytest.raises(Missing):
        actions.choose_showing(part.uid, may_show=False, by=make.principal_of(make.make_person()), now=clock.now())
    client.sign_in(make.make_staff())
    assert client.post(f"/staff/participations/{part.uid}/showing", data={"show": "no"}).status_code == 302
    assert "Tidak bersedia ditampilkan" in client.get(f"/staff/participations/{part.uid}").text
    assert not queries.may_be_shown(part.id)


def test_only_who_holds_a_training_adds_and_only_who_takes_part_downloads(client: Any) -> None:
    training, trainer, part = scene()
    address = f"/staff/trainings/{training.uid}/files"
    client.sign_in(trainer)
    sheet = {"kind": "material", "caption": "Lembar", "files": (io.BytesIO(b"isi lembar"), "lembar.txt")}
    assert client.post(address, data=sheet, content_type="multipart/form-data").status_code == 302
    (row,) = queries.files_of(training.id, FileKind.MATERIAL)
    client.sign_in(part.person)
    answer = client.get(f"/my/trainings/files/{row.uid}")
    assert (answer.data, answer.headers["Content-Disposition"]) == (b"isi lembar", "attachment; filename=lembar.txt")
    assert client.get(address).status_code in {403, 404}
    client.sign_in(make.make_person("Orang lain"))
    assert client.get(f"/my/trainings/files/{row.uid}").status_code == 404
    other = make.make_person("Pengajar lain")
    make.make_participation(training=training, person=other, capacity=Capacity.TRAINER)
    client.sign_in(other)
    assert client.post(f"/staff/files/{row.uid}/removal").status_code == 404
    client.sign_in(trainer)
    assert client.post(f"/staff/files/{row.uid}/removal").status_code == 302
    assert queries.files_of(training.id, FileKind.MATERIAL) == []


def test_a_file_in_parts_goes_on_where_it_stopped(client: Any) -> None:
    training, trainer, _part = scene()
    client.sign_in(trainer)
    data, uid = photo(300), make.new_uid()
    told = {"uid": str(uid), "name": "a.jpg", "size": len(data)}
    address = f"/staff/uploads/{uid}"
    assert client.post("/staff/uploads", json=told).json == {"received": 0}
    assert client.post(f"{address}?start=0", data=data[:700]).json == {"received": 700}
    assert client.post(f"{address}?start=0", data=data[:700]).json == {"received": 700}  # twice is once
    assert client.post(f"{address}?start=900", data=data[900:]).json == {"received": 700}  # a gap is not taken
    unfinished = client.post(f"/staff/trainings/{training.uid}/files", data={"upload": str(uid), "kind": "photo"})
    assert unfinished.status_code == 422
    assert client.post("/staff/uploads", json=told).json == {"received": 700}  # after the line broke
    assert client.post(f"{address}?start=700", data=data[700:]).json == {"received": len(data)}
    done = client.post(f"/staff/trainings/{training.uid}/files", data={"upload": str(uid), "kind": "photo"})
    assert done.status_code == 302
    assert len(queries.files_of(training.id, FileKind.PHOTO)) == 1
    assert db.session.scalars(db.select(uploads.UploadPart)).all() == []


def test_hostile_parts_are_refused(client: Any) -> None:
    _training, trainer, _part = scene()
    client.sign_in(trainer)
    uid = make.new_uid()
    by, now = make.principal_of(trainer).id, clock.now()
    for told in (None, [], {"uid": "x"}, {"uid": str(uid), "name": "a", "size": "many"}):
        assert client.post("/staff/uploads", json=told).status_code == 400
    for size in (0, -1, 10**12):
        assert client.post("/staff/uploads", json={"uid": str(uid), "name": "a", "size": size}).status_code == 422
    uploads.begin(uid, name="a", size=10, by=by, now=now)
    with pytest.raises(Conflict):
        uploads.begin(uid, name="a", size=11, by=by, now=now)
    assert client.post(f"/staff/uploads/{uid}?start=0", data=b"x" * 11).status_code == 422
    assert client.post(f"/staff/uploads/{uid}?start=0", data=b"x" * (uploads.LARGEST_PART + 1)).status_code == 400
    assert client.post(f"/staff/uploads/{UUID(int=1)}?start=0", data=b"x").status_code == 404
    with pytest.raises(Missing):
        uploads.take(uid, start=0, data=b"x", by=by + 1)
    assert (uploads.forget_old(now + uploads.KEPT * 2), db.session.scalars(db.select(uploads.Upload)).all()) == (1, [])


def test_the_report_has_the_photos_with_their_credits(app: Flask) -> None:
    training, trainer, _part = scene()
    add(training, trainer, photo(600), caption="Pembukaan", photographer="Ayu", owner="Perpustakaan Mekar")
    with app.test_request_context(), pikepdf.open(io.BytesIO(pdf.event_report(training))) as document:
        assert len({image.objgen for page in document.pages for image in page.get_images().values()}) == 1


def test_photos_of_sessions_that_were_held_at_the_same_time_stand_together(app: Flask) -> None:
    training, trainer, _part = scene()
    rooms = [make.make_session(training=training, title="Kelas") for _room in "AB"]
    for colour, room in (("red", 0), ("blue", 1), ("green", 0)):
        add(training, trainer, photo(200, colour), session_uid=rooms[room].uid)
    grouped = by_session(queries.files_of(training.id, FileKind.PHOTO))
    assert [(title, len(rows)) for title, rows in grouped] == [("Kelas", 2), ("Kelas", 1)]


def test_the_gallery_asks_the_same_for_one_photo_and_for_three(client: Any, count_queries: Any) -> None:
    training, trainer, part = scene()
    counts = []
    for colours in (("red",), ("blue", "green")):
        for colour in colours:
            row = add(training, trainer, photo(200, colour))
            actions.mark_shown(row.uid, [part.uid], by=make.principal_of(trainer))
        for who, page in (
            (trainer, f"/staff/trainings/{training.uid}/files"),
            (part.person, f"/my/trainings/{training.uid}"),
        ):
            client.sign_in(who)
            client.get(page)
            with count_queries() as seen:
                assert client.get(page).status_code == 200
            counts.append(len(seen))
    assert counts[:2] == counts[2:]
