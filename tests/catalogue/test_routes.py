"""Doors of the catalogue."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from lms.catalogue import actions, queries
from lms.catalogue.models import Lesson, Module, PageText, Release
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.principals import Role
from tests import factories
from tests.catalogue.test_importing import folder


def picture(size: tuple[int, int] = (2000, 1000), kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    notes = Image.Exif()
    notes[0x010F] = "Kamera"
    Image.new("RGB", size, "teal").save(target, kind, exif=notes)
    return target.getvalue()


@pytest.fixture
def author(client: Any) -> Any:
    factories.make_site()
    return client.sign_in(factories.make_staff())


def add_file(module: Module, name: str = "foto.jpg", data: bytes = b"") -> Any:
    by = factories.principal_of(factories.make_staff())
    return actions.add_file(module.uid, name=name, data=data or picture(), by=by)


def release_with_file(**facts: Any) -> tuple[Module, Any]:
    module = factories.make_module(**facts)
    row = add_file(module)
    with transaction():
        db.session.scalar(select(PageText)).body = f"![Foto](media/{row.name})"
    by = factories.principal_of(factories.make_staff())
    actions.publish(module.uid, by=by, now=clock.now())
    return module, queries.module_files(module.id)[0].file


def test_the_public_catalogue_shows_released_public_modules_only(client: Any) -> None:
    factories.make_module("Terbuka")
    factories.make_module("Tertutup", is_public=False)
    factories.make_module("Lama", archived_at=clock.now())

    page = client.get("/modules").text

    assert "Terbuka" in page
    assert "Tertutup" not in page
    assert "Lama" not in page


def test_a_module_page_shows_its_lessons_and_another_slug_is_missing(client: Any) -> None:
    module = factories.make_module("Terbuka")
    assert "Materi 2" in client.get(f"/modules/{module.slug}").text
    assert client.get("/modules/tidak-ada").status_code == 404


@pytest.mark.parametrize("modules", [1, 3])
def test_the_catalogue_takes_the_same_queries_for_one_and_three_modules(
    client: Any, count_queries: Any, modules: int
) -> None:
    for _ in range(modules):
        factories.make_module()
    client.get("/modules")
    with count_queries() as seen:
        client.get("/modules")
    assert len(seen) <= 4


@pytest.mark.parametrize("address", ["/staff/modules", "/staff/modules/new", "/staff/modules/import"])
def test_a_learner_may_not_author(client: Any, address: str) -> None:
    factories.make_site()
    assert client.sign_in(factories.make_person()).get(address).status_code == 403


def test_an_auditor_reads_and_writes_nothing(client: Any) -> None:
    factories.make_site()
    module = factories.make_module()
    client.sign_in(factories.make_staff(Role.AUDITOR))
    assert client.get(f"/staff/modules/{module.uid}").status_code == 200
    assert client.post(f"/staff/modules/{module.uid}/archive").status_code == 403


def test_a_module_is_written_from_nothing_to_a_release(author: Any) -> None:
    author.post("/staff/modules/new", data={"title": "Layanan Ibu & Anak", "language": "id", "minutes": "60",
                                            "objectives": "Bisa ini\nBisa itu", "is_public": "y"})  # fmt: skip
    module = db.session.scalar(select(Module))
    section = queries.sections(module.id)[0]
    new = {"lesson-title": "Pembuka", "lesson-kind": "page", "lesson-section": str(section.uid)}
    author.post(f"/staff/modules/{module.uid}/lessons", data=new)
    lesson = db.session.scalar(select(Lesson))
    text = {"title": "Pembuka", "minutes": "10", "version": "1", "body": "## Halo\n\n<b>x</b>", "is_required": "y"}
    saved = author.post(f"/staff/lessons/{lesson.uid}", data=text)
    published = author.post(f"/staff/modules/{module.uid}/release", data={"note": "Pertama"})

    assert (saved.status_code, published.status_code) == (302, 302)
    release = queries.find_release(module.id)
    assert release is not None
    assert (release.number, release.note) == (1, "Pertama")
    assert module.slug == "layanan-ibu-anak"
    html = queries.get_release_lesson(release.id, lesson.uid).html
    assert "&lt;b&gt;" in html
    assert "Layanan Ibu" in author.get("/modules").text


def test_a_form_without_a_title_is_shown_again_with_what_was_typed(author: Any) -> None:
    answer = author.post("/staff/modules/new", data={"title": "", "summary": "Sudah saya tulis", "language": "id"})
    assert answer.status_code == 422
    assert "Sudah saya tulis" in answer.text


def test_two_authors_notice_each_other_and_nothing_is_lost(author: Any) -> None:
    factories.make_module()
    lesson = db.session.scalar(select(Lesson))
    first = {"title": "A", "minutes": "1", "version": "1", "body": "Tulisan pertama"}
    author.post(f"/staff/lessons/{lesson.uid}", data=first)

    answer = author.post(f"/staff/lessons/{lesson.uid}", data=first | {"body": "Tulisan kedua"})

    assert answer.status_code == 409
    assert "Tulisan pertama" in answer.text
    assert "Tulisan kedua" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert queries.text_of(lesson.id).body == "Tulisan pertama"


def test_a_preview_draws_and_saves_nothing(author: Any) -> None:
    factories.make_module()
    lesson = db.session.scalar(select(Lesson))
    facts = {"title": "A", "minutes": "1", "version": "1", "body": "**tebal**", "preview": "1"}

    assert "<strong>tebal</strong>" in author.post(f"/staff/lessons/{lesson.uid}", data=facts).text
    assert queries.text_of(lesson.id).version == 1


def test_lessons_and_sections_change_places_without_script(author: Any) -> None:
    module = factories.make_module(lessons=3)
    author.post(f"/staff/modules/{module.uid}/sections", data={"section-title": "Kedua"})
    lessons = queries.draft(module.id)
    author.post(f"/staff/lessons/{lessons[2].uid}/place", data={"act": "up"})
    assert [one.title for one in queries.draft(module.id)] == ["Materi 1", "Materi 3", "Materi 2"]

    author.post(f"/staff/lessons/{lessons[1].uid}/place", data={"act": "down"})
    assert queries.draft(module.id)[-1].section.title == "Kedua"
    second = queries.sections(module.id)[1]
    author.post(f"/staff/modules/{module.uid}/sections/{second.uid}", data={"act": "up"})
    assert [one.title for one in queries.sections(module.id)] == ["Kedua", "Bagian 1"]


def test_a_large_photo_becomes_small_and_loses_its_notes(app: Any) -> None:
    row = add_file(factories.make_module(), "Foto Kegiatan (1).JPEG")
    from lms.core import files

    with Image.open(io.BytesIO(files.read(row.file))) as small:
        assert small.size == (1280, 640)
        assert not small.getexif()
    assert row.name == "foto-kegiatan-1.jpg"


FALSE_FILES = [("a.png", b"<script>"), ("a.jpg", picture(kind="PNG")), ("a.exe", b"MZ"), ("a.html", b"<p>"),
               ("a.svg", b"<svg onload=x>"), ("a.txt", b"\xff\xfe\0")]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), FALSE_FILES)
def test_a_file_that_is_not_what_it_says_is_refused_beside_the_field(author: Any, name: str, data: bytes) -> None:
    module = factories.make_module()
    answer = author.post(f"/staff/modules/{module.uid}/files", data={"file": (io.BytesIO(data), name)})
    assert answer.status_code == 422
    assert queries.module_files(module.id) == []


def test_a_file_of_a_public_release_is_sent_to_anyone_and_kept_for_ever(client: Any) -> None:
    _module, file = release_with_file()
    answer = client.get(f"/files/{file.uid}")

    assert answer.status_code == 200
    assert len(answer.data) == file.size
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(f"/files/{file.uid}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_ranges_are_answered_in_parts(client: Any) -> None:
    _module, file = release_with_file()
    whole = client.get(f"/files/{file.uid}").data

    part = client.get(f"/files/{file.uid}", headers={"Range": "bytes=5-9"})
    last = client.get(f"/files/{file.uid}", headers={"Range": "bytes=-4"})
    head = client.head(f"/files/{file.uid}")

    assert (part.status_code, part.data) == (206, whole[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{file.size}"
    assert last.data == whole[-4:]
    assert (head.status_code, head.content_length, head.data) == (200, file.size, b"")


@pytest.mark.parametrize(
    ("condition", "status"),
    [('"{etag}"', 206), ('"another"', 200), ("Mon, 28 Oct 2019 01:54:00 GMT", 200), ('W/"another"', 200)],
)
def test_a_part_is_sent_only_of_the_file_that_was_begun(client: Any, condition: str, status: int) -> None:
    _module, file = release_with_file()
    headers = {"Range": "bytes=5-9", "If-Range": condition.format(etag=file.sha256), "Accept-Encoding": "gzip, br"}
    answer = client.get(f"/files/{file.uid}", headers=headers)
    assert answer.status_code == status
    assert answer.content_length == (5 if status == 206 else file.size)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("wanted", ["bytes=99999999-", "bytes=9-5", "bytes=abc", "lines=1-2"])
def test_a_range_that_cannot_be_met_is_told(client: Any, wanted: str) -> None:
    _module, file = release_with_file()
    answer = client.get(f"/files/{file.uid}", headers={"Range": wanted})
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{file.size}"


def test_a_file_of_a_closed_module_is_for_those_who_learn_it(client: Any, app: Any) -> None:
    module, file = release_with_file(is_public=False)
    person = factories.make_person()
    factories.make_participation(training=factories.make_training(modules=[module]), person=person)

    assert client.get(f"/files/{file.uid}").status_code == 404
    assert app.test_client().sign_in(factories.make_person("Lain")).get(f"/files/{file.uid}").status_code == 404
    assert app.test_client().sign_in(person).get(f"/files/{file.uid}").status_code == 200


def test_a_draft_file_is_not_public(client: Any) -> None:
    row = add_file(factories.make_module())
    assert client.get(f"/files/{row.file.uid}").status_code == 404


def test_a_module_goes_out_and_comes_back_by_screen(author: Any) -> None:
    by = factories.principal_of(factories.make_staff())
    module = actions.import_module(folder(), by=by, now=clock.now())
    data = author.get(f"/staff/modules/{module.uid}/export.zip").data

    answer = author.post("/staff/modules/import", data={"file": (io.BytesIO(data), "modul.zip")})

    assert answer.status_code == 302
    assert db.session.scalar(select(func.count()).select_from(Release)) == 1
    assert not actions.would_change(module)


def test_a_broken_zip_is_told_beside_the_field(author: Any) -> None:
    answer = author.post("/staff/modules/import", data={"file": (io.BytesIO(b"x"), "modul.zip")})
    assert answer.status_code == 422
    assert re.search("zip", answer.text)


@pytest.mark.parametrize("part", ["", "/settings", "/files", "/release", "/releases", "/releases/1"])
def test_every_page_of_a_module_opens(author: Any, part: str) -> None:
    by = factories.principal_of(factories.make_staff())
    module = actions.import_module(folder(), by=by, now=clock.now())
    assert author.get(f"/staff/modules/{module.uid}{part}").status_code == 200


def test_the_list_is_exported(author: Any) -> None:
    factories.make_module("Terbuka")
    assert author.get("/staff/modules?export=xlsx").data.startswith(b"PK")
    assert "Terbuka" in author.get("/staff/modules?export=csv").text
