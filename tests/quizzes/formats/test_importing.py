"""Files of other systems come into the bank: whole, or not at all."""

import io
import json
import zipfile

import pytest
import xlsxwriter
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import PrincipalRow
from lms.quizzes import actions, formats
from lms.quizzes.models import BankCategory, BankEntry, BankFile, EntryTag, QuestionVersion
from tests import factories
from tests.quizzes.formats.samples import DATA, NAME

GIFT = """// [tag:buku] [id:K-1]
::Pinjam::[markdown]Siapa yang boleh **meminjam**?{
    =Semua warga#Ya, *semua*.
    ~%-50%Hanya pelajar
}

$CATEGORY: $course$/top/Bab 2/Layanan

Perpustakaan desa dibuka tahun {#2019:1} di sini.

Tanpa jawaban {=a
"""
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Peta</text></category></question>
<question type="multichoice"><name><text>Gambar</text></name>
 <questiontext format="html"><text><![CDATA[<p>Apa ini? <img src="@@PLUGINFILE@@/peta.png" alt="peta"></p>]]></text>
  <file name="peta.png" path="/" encoding="base64">%s</file></questiontext>
 <single>true</single>
 <answer fraction="100" format="html"><text>Peta</text><feedback format="html"><text>Benar</text></feedback></answer>
 <answer fraction="0" format="html"><text>Foto</text><feedback format="html"><text></text></feedback></answer>
</question>
<question type="randomsamatch"><name><text>Hitung</text></name><questiontext format="html"><text>x</text></questiontext></question>
</quiz>"""  # noqa: E501 - a file
ITEM = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="choice" title="Tanda">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>B</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><p>Lihat tanda ini.</p><p><img src="images/tanda.png" alt="tanda"/></p>
<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>Apa artinya?</prompt>
<simpleChoice identifier="A">Masuk</simpleChoice><simpleChoice identifier="B">Tenang</simpleChoice></choiceInteraction>
</itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
</assessmentItem>"""


def moodle() -> bytes:
    import base64

    return (MOODLE % base64.b64encode(DATA).decode()).encode()


def package(**files: bytes | str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def bring(data: bytes | str, **facts) -> int:
    reading = formats.read(data.encode() if isinstance(data, str) else data)
    by = factories.principal_of(factories.make_staff())
    return actions.import_questions(reading, by=by, now=clock.now(), **facts)


def entries() -> dict[str, str]:
    rows = db.session.execute(
        select(BankEntry.key, BankCategory.name).join(BankCategory, BankCategory.id == BankEntry.category_id)
    )
    return {row.key: row.name for row in rows}


def versions() -> list[QuestionVersion]:
    return list(db.session.scalars(select(QuestionVersion).order_by(QuestionVersion.id)))


@pytest.mark.usefixtures("app")
def test_gift_comes_into_the_categories_that_it_names_and_broken_questions_are_named():
    reading = formats.read(GIFT.encode())
    assert (reading.format, reading.read, reading.by_type) == ("gift", 3, {"numerical": 1, "single": 1})
    assert [(one.where, one.reason) for one in reading.skipped] == [
        ("baris 11", "kurung kurawal di sekitar jawaban tidak berpasangan.")
    ]
    assert bring(GIFT) == 2
    assert entries() == {"Pinjam": "Impor", "q001": "Layanan"}
    first = versions()[0]
    assert [(one["text"], one["share"], one["feedback"]) for one in first.options] == [
        ("Semua warga", 1.0, "Ya, *semua*."), ("Hanya pelajar", -0.5, "")
    ]  # fmt: skip
    assert "<strong>meminjam</strong>" in first.html
    assert sorted(db.session.scalars(select(EntryTag.tag))) == ["buku", "id:K-1"]
    shelf = db.session.scalars(select(BankCategory).where(BankCategory.name == "Layanan")).one()
    assert db.session.get(BankCategory, shelf.parent_id).name == "Bab 2"


@pytest.mark.usefixtures("app")
def test_the_same_file_again_adds_nothing():
    for _turn in range(2):
        assert bring(GIFT, category="Umum") == 2
        assert bring(moodle()) == 1
    assert len(versions()) == 3
    assert db.session.scalar(select(func.count()).select_from(BankFile)) == 1


@pytest.mark.usefixtures("app")
def test_another_question_of_the_same_name_stands_beside_the_first():
    bring("::Satu::Pertama?{T}", category="Umum")
    bring("::Satu::Kedua?{F}", category="Umum")
    assert set(entries()) == {"Satu", "Satu-2"}


@pytest.mark.usefixtures("app")
def test_pictures_of_moodle_xml_are_kept_and_shown():
    reading = formats.read(moodle())
    assert [one.reason for one in reading.skipped] == ["soal berjenis “randomsamatch” tidak dikenal di sini."]
    assert (reading.read, list(reading.questions[0].files)) == (2, [NAME])
    bring(moodle())
    picture = db.session.scalars(select(BankFile)).one()
    assert f'src="/files/questions/{picture.uid}"' in versions()[0].html


@pytest.mark.usefixtures("app")
def test_a_package_brings_its_items_with_their_pictures_and_names_what_is_missing():
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>'
        '<resource identifier="r1" type="imsqti_item_xmlv2p1" href="items/satu.xml"/>'
        '<resource identifier="r2" type="imsqti_item_xmlv2p1" href="items/dua.xml"/></resources></manifest>'
    )
    data = package(**{"imsmanifest.xml": manifest, "items__satu.xml": ITEM, "items__images__tanda.png": DATA})
    reading = formats.read(data)
    assert reading.by_type == {"single": 1}
    assert reading.questions[0].question.text.startswith("Lihat tanda ini.")
    assert "media/tanda-" in reading.questions[0].question.text
    assert [one.where for one in reading.skipped] == ["items/dua.xml"]
    assert bring(data) == 1


@pytest.mark.usefixtures("app")
def test_an_item_alone_tells_that_its_picture_is_missing():
    reading = formats.read(ITEM.encode())
    assert reading.by_type == {"single": 1}
    assert [one.reason for one in reading.skipped] == ["berkas images/tanda.png tidak ada di dalam berkas ini."]
    beside = formats.read(ITEM.encode(), beside={"images/tanda.png": DATA})
    assert beside.skipped == ()


def workbook(row: int, column: int) -> bytes:
    """A spreadsheet of questions with one more cell, far away."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Jenis", "Soal"])
        page.write_string(row, column, "x")
    return target.getvalue()


BOMB = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'
HOSTILE = {
    "entities": (BOMB.encode(), "entitas"),
    "outside": (OUTSIDE.encode(), "entitas"),
    "deep": (b"<quiz>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</quiz>", "bersarang"),
    "broken": (b"<quiz><question type='essay'></quiz>", "XML ini rusak"),
    "other": (b"<html><body/></html>", "tidak berisi soal"),
    "latin": ("Apa itu caf\u00e9?{T}".encode("latin-1"), "UTF-8"),
    "large": (b"a" * (21 * 1024 * 1024), "lebih besar dari 20 MB"),
    "empty": (b"  \n", "kosong"),
    "picture": (DATA, "bukan berkas soal"),
    "climbing": (package(**{"..__..__etc.xml": ITEM}), "keluar dari folder"),
    "rubbish": (package(**{"imsmanifest.xml": "<manifest/>", "x.xml": b"\0"}), "XML ini rusak"),
    "no items": (package(**{"readme.txt": "halo"}), "tidak ditemukan butir QTI"),
    "far column": (workbook(4000, 16_383), "terlalu besar"),
    "far row": (workbook(1_048_575, 0), "lebih dari 5000 baris"),
    "torn": (package(**{"a.xml": ITEM})[:-30], "rusak"),
}  # fmt: skip


@pytest.mark.parametrize("name", list(HOSTILE))
@pytest.mark.usefixtures("app")
def test_broken_and_hostile_files_are_refused_in_one_line_and_change_nothing(name):
    data, words = HOSTILE[name]
    with pytest.raises(Refused) as refusal:
        bring(data)
    assert words in str(refusal.value.message)
    assert "\n" not in str(refusal.value.message)
    assert (versions(), entries()) == ([], {})


@pytest.mark.usefixtures("app")
def test_a_zip_that_unpacks_beyond_reason_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("bomb.xml", b"0" * 40_000_000)
    with pytest.raises(Refused):
        formats.read(target.getvalue())


def test_the_command_prints_what_was_read(app, tmp_path):
    file = tmp_path / "soal.txt"
    file.write_text(GIFT)
    dry = app.test_cli_runner().invoke(args=["questions", "import", str(file), "--dry-run", "--json"])
    assert json.loads(dry.output) == {
        "read": 3, "by_type": {"numerical": 1, "single": 1}, "imported": 0,
        "skipped": [{"where": "baris 11", "reason": "kurung kurawal di sekitar jawaban tidak berpasangan."}],
    }  # fmt: skip
    assert versions() == []
    assert db.session.scalars(select(PrincipalRow.label)).all() == []  # a check asks the database for nothing
    told = app.test_cli_runner().invoke(args=["questions", "import", str(file), "--category", "Umum", "--json"])
    assert json.loads(told.output)["imported"] == 2
    assert set(entries().values()) == {"Umum"}


def test_the_command_refuses_in_one_line(app, tmp_path):
    file = tmp_path / "soal.xml"
    file.write_text(BOMB)
    told = app.test_cli_runner().invoke(args=["questions", "import", str(file), "--json"])
    assert told.exit_code == 1
    assert told.stdout == ""
    assert len(told.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("odd", ["<![y](b.png) dua?", "<![", "<![ a [", "<!", "<![endif]>"])
def test_a_mark_that_html_does_not_know_is_read_as_typed(odd: str) -> None:
    read = formats.read(f"::a::[html]Satu {odd}{{T}}".encode())
    assert [found.question.type for found in read.questions] == ["truefalse"]
    assert read.questions[0].question.text.startswith("Satu")
