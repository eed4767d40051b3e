"""What an author writes in lines is read, and comes back as the same lines."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from lms.core.db import db
from lms.core.principals import Role
from lms.quizzes import queries
from lms.quizzes.forms.questions import is_lossy
from lms.quizzes.models import BankCategory, BankEntry, QuestionVersion
from lms.quizzes.rules import types, writing
from lms.quizzes.rules.types import Question
from tests import factories
from tests.quizzes.factories import PNG, make_scene
from tests.quizzes.samples import SAMPLES

LINES = {
    "matching": ("Ibu kota?", "Jawa Barat = Bandung\nBanten = Serang\n= Jakarta"),
    "ordering": ("Urutkan.", "Baca\nCatat\nUlas"),
    "gapselect": ("[[1]] dan [[2]] dan [[3]]", "buku\nrak\nbuku\n+ meja"),
    "dragwords": ("[[1]] dan [[2]]", "buku\n2| rak\n+ 2| meja\n+ pena"),
    "cloze": ("[[1]] [[2]] [[3]] [[4]]", "1 menu 1: =Serang # betul | Jakarta\n2 number 2: =12.5 ± 0.5\n"
              "3 text 1: =dua | 50% doea\n4 several 1: =a | =b | c"),
    "dragpicture": ("Letakkan.", "kiri: rect 0 0 50 50 = buku\ncircle 150 50 20 = rak\n= meja"),
    "hotspot": ("Tandai.", "rect 0 0 50 50 = buku\npoly 100 0 200 0 200 100 = rak"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def words(_app: Any) -> Iterator[None]:
    with _app.app_context():
        yield


@pytest.mark.parametrize("kind", LINES)
def test_lines_are_read_and_come_back(kind: str) -> None:
    text, lines = LINES[kind]
    options, settings = writing.read(kind, lines)
    picture = {"picture": {"name": "a.png", "alt": "", "width": 200, "height": 100}} if kind in writing.PLACED else {}
    question = Question(kind, options, settings | picture, text)

    assert list(types.problems(question)) == []
    assert types.grade(question, types.right_response(question)).fraction == 1.0
    assert writing.write(kind, options, settings) == lines


@pytest.mark.parametrize("kind", LINES)
def test_the_samples_can_be_written_in_lines(kind: str) -> None:
    question = SAMPLES[kind][0]
    lines = writing.write(kind, question.options, question.settings)
    options, settings = writing.read(kind, lines)
    again = Question(kind, options, {**question.settings, **settings}, question.text)
    assert types.right_answer(again) == types.right_answer(question)


@pytest.mark.parametrize(
    ("kind", "lines"),
    [("matching", "no sign"), ("dragpicture", "rect = x"), ("hotspot", "star 1 2 3 = x"), ("cloze", "1 essay 1: x"),
     ("matching", "x = ")],
)  # fmt: skip
def test_lines_that_cannot_be_read_are_told(kind: str, lines: str) -> None:
    with pytest.raises(writing.CannotRead):
        writing.read(kind, lines)


def test_a_rubric_and_units_come_back() -> None:
    rubric = "Kejelasan: 0 tidak ada | 2 cukup | 4 lengkap"
    assert writing.write_rubric(writing.read_rubric(rubric)) == rubric
    assert writing.write_units(writing.read_units("kg 1, g 0.001")) == "kg 1, g 0.001"
    with pytest.raises(writing.CannotRead):
        writing.read_rubric("Kejelasan: baik")


@pytest.fixture
def staff(client: Any, app: object) -> Any:
    factories.make_site()
    make_scene()
    return client.sign_in(factories.make_staff(Role.ADMINISTRATOR))


def said(kind: str, **more: Any) -> dict[str, Any]:
    text, lines = LINES.get(kind, ("Soal **apa**?", ""))
    category = str(db.session.scalar(select(BankCategory.uid)))
    options = {"options-0-text": "12", "options-0-correct": "y", "options-1-text": "13"}
    return {"type": kind, "category": category, "text": text, "lines": lines, "state": "ready", **options, **more}


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_type_is_written_previewed_and_edited_on_screen(staff: Any, kind: str) -> None:
    data = said(kind)
    if kind in writing.PLACED:
        data["picture_file"] = (io_of(PNG), "rak.png")
    assert staff.get(f"/staff/questions/new?type={kind}").status_code == 200

    made = staff.post("/staff/questions/new", data=data, content_type="multipart/form-data")

    assert made.status_code == 302, made.text
    assert staff.get(made.headers["Location"]).status_code == 200
    entry = db.session.scalars(select(BankEntry).order_by(BankEntry.id.desc()).limit(1)).one()
    version = queries.versions_of(entry.id)[0]
    assert version.type == kind
    assert not is_lossy(version)
    page = staff.get(f"/staff/questions/{entry.uid}")
    assert LINES.get(kind, ("", ""))[1].split("\n")[0] in page.text
    again = said(kind, text=data["text"] + " Baru.", picture="rak.png" if kind in writing.PLACED else "")
    assert staff.post(f"/staff/questions/{entry.uid}", data=again).status_code == 302
    assert [one.number for one in queries.versions_of(entry.id)] == [2, 1]


def test_lines_that_cannot_be_read_are_refused_beside_their_field(staff: Any) -> None:
    answer = staff.post("/staff/questions/new", data=said("matching", lines="tanpa tanda"))
    assert answer.status_code == 422
    assert "tanpa tanda" in answer.text


@pytest.mark.parametrize("kind", LINES)
def test_a_sample_is_not_said_to_hold_more_than_lines(staff: Any, kind: str) -> None:
    question = SAMPLES[kind][0]
    version = QuestionVersion(type=kind, options=list(question.options), settings=dict(question.settings))
    assert not is_lossy(version)


def test_a_type_is_chosen_first(staff: Any) -> None:
    page = staff.get("/staff/questions/new").text
    assert all(f"type={kind}" in page for kind in SAMPLES)


def io_of(data: bytes) -> Any:
    import io

    return io.BytesIO(data)
