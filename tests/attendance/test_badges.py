"""Badges are read back from the drawn page: every name once, every code by a QR reader, nothing else in it."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.attendance import rules
from lms.trainings.models import Capacity
from tests import factories as make

LONG = "Prof. Dr. H. Muhammad Abdurrahman Wahid Sastrowardoyo-Kusumadinata, S.I.Pust., M.Hum."


@pytest.fixture
def badges(app: Flask, tmp_path: Path) -> Any:
    """The badges of six people, as a file, with the rows that they were printed from."""
    training = make.make_training(title="Bimbingan Teknis")
    names = ["Ani", LONG, "I Gusti Ayu Made Rai Sukmawati", "Ni Komang Sudiarta", "Wayan"]
    region = make.make_region("18.05", name="Tulang Bawang", parent=make.make_region("18", name="Lampung"))
    where = {"training": training, "region_id": region.id, "office_shown": "Dinas Perpustakaan"}
    rows = [make.make_participation(person=make.make_person(name), **where) for name in names]
    rows.append(make.make_participation(person=make.make_person("Budi"), capacity=Capacity.TRAINER, **where))
    client = app.test_client().sign_in(make.make_staff())  # type: ignore[attr-defined]
    answer = client.get(f"/staff/trainings/{training.uid}/badges.pdf")
    assert answer.status_code == 200
    path = tmp_path / "badges.pdf"
    path.write_bytes(answer.data)
    return path, rows


def run(*words: Any) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def test_four_stand_on_a_page_with_every_name_and_role_once(badges: Any) -> None:
    path, rows = badges
    with pikepdf.open(BytesIO(path.read_bytes())) as pdf:
        assert len(pdf.pages) == 2
    words = " ".join(run("pdftotext", "-raw", path, "-").split())
    plain = re.sub(r"[\s-]", "", words)
    assert (words.count("Dinas Perpustakaan"), words.count("Tulang Bawang, Lampung")) == (6, 6)
    assert [plain.count(re.sub(r"[\s-]", "", row.name_shown)) for row in rows] == [1] * 6
    assert (words.upper().count("PESERTA"), words.upper().count("PENGAJAR") + words.upper().count("NARASUMBER")) == (
        5,
        1,
    )


def test_a_reader_finds_each_code_on_the_page_and_nothing_personal_in_it(badges: Any, tmp_path: Path) -> None:
    path, rows = badges
    reader = shutil.which("zbarimg")
    if not reader:
        pytest.fail("zbarimg is missing: bin/setup --test installs it.")
    run("pdftoppm", "-r", "150", "-png", path, tmp_path / "page")
    pages = sorted(tmp_path.glob("page*.png"))
    first = Image.open(pages[0])
    codes = zxingcpp.read_barcodes(first)
    sides = [one.position.top_right.x - one.position.top_left.x for one in codes]
    assert len(sides) == 4
    assert min(sides) / 150 * 25.4 >= 25  # millimetres, without the quiet zone
    assert all(code.text == code.text.upper() and code.text.isascii() for code in codes)
    colours = {seen: count for count, seen in first.convert("RGB").getcolors(1 << 24) or ()}
    for band in ((12, 90, 99), (138, 61, 0)):  # a participant's and a trainer's
        assert colours[band] > 10_000
    found = run(reader, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", *pages).split()
    assert sorted(found) == sorted(row.badge_code for row in rows)


def test_names_are_never_smaller_than_20_points(badges: Any) -> None:
    path, _rows = badges
    sizes = re.findall(r'size="(\d+)"', run("pdftohtml", "-xml", "-stdout", "-i", "-zoom", "1", path))
    assert max(int(size) for size in sizes) >= 39
    assert rules.name_size(LONG, width=232) == 20


@given(st.text(max_size=240))
def test_any_name_gets_a_size_between_20_and_40(name: str) -> None:
    assert 20 <= rules.name_size(name, width=232) <= 40


def test_only_who_runs_a_training_prints_its_badges(app: Flask) -> None:
    training = make.make_training()
    part = make.make_participation(training=training)
    client = app.test_client().sign_in(part.person)  # type: ignore[attr-defined]
    assert client.get(f"/staff/trainings/{training.uid}/badges.pdf").status_code == 404
