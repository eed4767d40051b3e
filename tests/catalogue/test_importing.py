"""Modules in and out, as folders and zips."""

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lms.catalogue import actions, queries
from lms.catalogue.models import Lesson, Module, Release
from lms.catalogue.rules import archive
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.quizzes.models import BankEntry, QuestionVersion, Quiz, Slot
from tests import factories

MODULE = """slug = "pemasaran"
title = "Pemasaran"
language = "id"
summary = "Ringkas."
minutes = 60
licence = "CC BY-SA 4.0"
[[objectives]]
key = "o1"
text = "Peserta mampu menjelaskan."
[[sections]]
title = "Awal"
lessons = ["01-satu"]
[[sections]]
title = "Akhir"
lessons = ["02-dua"]
"""
PAGE = '+++\ntitle = "Materi"\nminutes = 20\nobjectives = ["o1"]\n+++\n## Judul\n\nIsi *penting*.\n'
QUESTION = """[[questions]]
key = "{key}"
form = "{form}"
objective = "o1"
type = "single"
text = \"\"\"Mana yang benar, {key}?\"\"\"
feedback = "Sebab."
[[questions.options]]
text = "Ini"
correct = true
feedback = "Ya."
[[questions.options]]
text = "Itu"
feedback = "Bukan."
"""


def folder(**changes: str | bytes | None) -> archive.Files:
    questions = "\n".join(QUESTION.format(key=f"{form.lower()}0{n}", form=form) for form in "AB" for n in (1, 2))
    files: dict[str, str | bytes | None] = {
        "module.toml": MODULE, "01-satu.md": PAGE, "02-dua.md": PAGE, "questions.toml": questions,
        **{name.replace("__", "."): text for name, text in changes.items()},
    }  # fmt: skip
    return {name: text.encode() if isinstance(text, str) else text for name, text in files.items() if text is not None}


def author() -> Principal:
    return factories.principal_of(factories.make_staff())


def _counts() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Module, Lesson, Release, BankEntry, QuestionVersion, Quiz, Slot)]  # fmt: skip


def test_a_folder_becomes_a_released_module_with_a_test_at_each_end(app: object) -> None:
    module = actions.import_module(folder(), by=author(), now=clock.now())

    release = queries.find_release(module.id)
    assert release is not None
    lessons = queries.release_lessons(release.id)
    assert [one.slug for one in lessons] == ["pre-test", "01-satu", "02-dua", "post-test"]
    assert [one.kind for one in lessons] == ["quiz", "page", "page", "quiz"]
    assert _counts() == [1, 4, 1, 4, 4, 2, 8]
    assert "<em>penting</em>" in queries.get_release_lesson(release.id, lessons[1].lesson.uid).html


def test_importing_twice_changes_nothing(app: object) -> None:
    by = author()
    actions.import_module(folder(), by=by, now=clock.now())
    before = _counts()

    actions.import_module(folder(), by=by, now=clock.now())

    assert _counts() == before


def test_an_edited_question_gets_a_version_and_an_edited_text_a_release(app: object) -> None:
    by = author()
    actions.import_module(folder(), by=by, now=clock.now())
    changed = folder()
    changed["questions.toml"] = changed["questions.toml"].replace(b"Mana yang benar, a01?", b"Yang mana?")
    changed["01-satu.md"] = changed["01-satu.md"].replace(b"penting", b"baru")

    actions.import_module(changed, by=by, now=clock.now())

    assert _counts() == [1, 4, 2, 4, 5, 2, 8]


def test_what_was_exported_is_imported_as_the_same(app: object) -> None:
    by = author()
    first = queries.module_folder(actions.import_module(folder(), by=by, now=clock.now()))
    renamed = {name: data.replace(b'"pemasaran"', b'"salinan"') for name, data in first.items()}

    second = queries.module_folder(actions.import_module(renamed, by=by, now=clock.now()))

    assert second == renamed
    assert archive.read_zip(archive.write_zip(first, top="pemasaran")) == first


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"module__toml": "slug = "}, "module.toml"),
        ({"module__toml": None}, "module.toml"),
        ({"module__toml": MODULE.replace('["02-dua"]', '["03-tiga"]')}, "03-tiga"),
        ({"01-satu__md": "tanpa kepala"}, "01-satu.md"),
        ({"01-satu__md": b"+++\ntitle='x'\n+++\n\xff"}, "01-satu.md"),
        ({"01-satu__md": PAGE + "![x](media/tidak-ada.png)"}, "tidak-ada.png"),
        ({"03-lain__md": PAGE}, "03-lain.md"),
        ({"media/a__png": b"bukan gambar"}, "a.png"),
        ({"questions__toml": QUESTION.format(key="a01", form="A").replace("correct = true", "")}, "a01"),
        ({"questions__toml": QUESTION.format(key="a01", form="A").replace("single", "gambar")}, "gambar"),
        ({"module__toml": MODULE.replace("minutes = 60", "minutes = 'x'")}, "minutes"),
    ],
)
def test_a_broken_file_is_named_and_nothing_changes(app: object, changes: dict[str, str], words: str) -> None:
    by = author()
    actions.import_module(folder(), by=by, now=clock.now())
    before = _counts()

    with pytest.raises(Refused) as refusal:
        actions.import_module(folder(**changes), by=by, now=clock.now())

    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert _counts() == before


def _zip(name: str, data: bytes = b"x", **facts: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as one:
        info = zipfile.ZipInfo(name)
        info.external_attr = facts.get("mode", 0) << 16
        one.writestr(info, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


@pytest.mark.parametrize("name", ["../module.toml", "/etc/passwd", "a/../../b", "a\\..\\b", "C:/x"])
def test_a_path_that_leads_out_is_refused(app: object, name: str) -> None:
    with pytest.raises(Refused):
        archive.read_zip(_zip(name))


def test_a_zip_that_swells_is_refused(app: object) -> None:
    with pytest.raises(Refused):
        archive.read_zip(_zip("module.toml", b"\0" * 5_000_000))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", _zip("a", mode=0o120777)])
def test_what_is_no_zip_or_holds_a_link_is_refused(app: object, data: bytes) -> None:
    with pytest.raises(Refused):
        archive.read_zip(data)


def test_the_modules_of_this_product_can_be_imported(app: object) -> None:
    by = author()
    for path in sorted(Path("content").glob("*/module.toml")):
        if (path.parent / "questions.toml").exists():
            actions.import_module(archive.read_folder(path.parent), by=by, now=clock.now())
