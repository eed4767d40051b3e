"""The papers, read back with other programs: text, pages, fonts, both totals, hostile names."""

import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from lms.certificates import pdf
from lms.certificates.pdf.folders import WrongDesign
from tests.certificates.papers import HOSTILE, data


@pytest.fixture
def renderer(app: Flask) -> pdf.Renderer:
    return pdf.Renderer(pdf.Paper(files=pdf.load("resmi-mendatar")))


def texts(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages]


def read_by_poppler(made: bytes, tmp_path: Path) -> str:
    path = tmp_path / "one.pdf"
    path.write_bytes(made)
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    return " ".join(found.stdout.split())


def test_two_pages_say_what_was_frozen_and_both_totals_are_equal(renderer: pdf.Renderer) -> None:
    first, second = texts(renderer.pdf(data()))
    assert "SERTIFIKAT" in first.replace(" ", "")  # the title's letters stand apart
    for words in (
        "Nomor: 0127/2/PRC.04.00/XI.2019", "Diberikan kepada", "Siti Aminah", "NIP 19660801 198803 1 001",
        "sebagai PESERTA", "pada tanggal 28 s.d. 31 Oktober 2019 di Jakarta selama 32 (tiga puluh dua) jam pelajaran",
        "Jakarta, 4 November 2019", "a.n. Kepala Badan", "7K3M-9QWX-2F8A-B", "Keaslian sertifikat dapat diperiksa",
    ):  # fmt: skip
        assert words in first, words
    assert "DAFTARMATERI" in second.replace(" ", "")
    assert "Jumlah 32" in second
    assert "8,5" in second
    assert not any(word in first + second for word in ("BSrE", "UU ITE", "ditandatangani secara elektronik"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_whole_on_one_page(renderer: pdf.Renderer, tmp_path: Path, name: str) -> None:
    made = renderer.pdf(data(name=name))
    assert pdf.page_count(made) == 2
    assert len(made) <= 60 * 1024
    wanted = "".join(letter for letter in name if letter.isprintable() and not letter.isspace())
    first = PdfReader(BytesIO(made)).pages[0].extract_text()
    assert wanted in "".join(first.split())
    assert wanted in "".join(read_by_poppler(made, tmp_path).split())


def test_nothing_that_is_written_leaves_the_frame(renderer: pdf.Renderer, tmp_path: Path) -> None:
    crowded = data(
        name=" ".join(["Kusumawardhani"] * 13), training="Bimbingan Teknis " * 11, position="Kepala Bidang " * 7,
        office="Dinas Perpustakaan dan Kearsipan " * 5, replaces="0001/2/PRC.04.00/XI.2019",
        qualification="Dengan pujian " * 20,
    )  # fmt: skip
    path = tmp_path / "crowded.pdf"
    path.write_bytes(renderer.pdf(crowded))
    assert pdf.page_count(path.read_bytes()) == 2
    boxes = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True, text=True).stdout
    edges = [tuple(map(float, m)) for m in re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', boxes)]  # fmt: skip
    assert len(edges) > 100
    assert all(x0 > 30 and y0 > 25 and x1 < 842 - 30 and y1 < 595 - 25 for x0, y0, x1, y1 in edges)


def test_many_subjects_stay_on_the_second_page_and_too_many_go_on(renderer: pdf.Renderer) -> None:
    for count, pages in ((14, 2), (60, 3)):
        made = renderer.pdf(
            data(modules=[{"title": f"Mata pelatihan {n}", "jp": 100} for n in range(count)], jp=count * 100)
        )
        assert pdf.page_count(made) >= pages
        assert all(f"Mata pelatihan {n}" in " ".join(texts(made)[1:]) for n in range(count))


def test_fonts_are_embedded_and_the_file_says_what_it_is(renderer: pdf.Renderer) -> None:
    made = renderer.pdf(data())
    with pikepdf.open(BytesIO(made)) as opened:
        fonts = {name: font for page in opened.pages for name, font in page.Resources.Font.items()}
        assert fonts
        for font in fonts.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert opened.Root.Lang == "id"
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        meta = opened.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert opened.docinfo["/Title"] == "SERTIFIKAT 0127/2/PRC.04.00/XI.2019 – Siti Aminah"


def test_the_tags_name_headings_table_headers_and_the_picture(renderer: pdf.Renderer) -> None:
    with pikepdf.open(BytesIO(renderer.pdf(data()))) as opened:
        kinds = _kinds(opened.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/Figure"} <= set(kinds)
    assert kinds["/Figure"] == 2
    assert kinds["/TH"] == 4


def test_qpdf_finds_no_fault(renderer: pdf.Renderer, tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(renderer.pdf(data()))
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_the_qr_code_leads_to_the_verification_page(renderer: pdf.Renderer, tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(renderer.pdf(data()))
    subprocess.run(["pdftoppm", "-r", "150", "-png", str(path), str(tmp_path / "page")], check=True)
    for page in (1, 2):
        read = subprocess.run(
            ["zbarimg", "-q", "--raw", str(tmp_path / f"page-{page}.png")], capture_output=True, text=True
        )
        assert read.stdout.strip() == "http://127.0.0.1:8000/verify/7K3M9QWX2F8AB"


def test_an_english_training_prints_english(renderer: pdf.Renderer) -> None:
    first, second = texts(renderer.pdf(data(language="en", capacity="trainer")))
    assert "CERTIFICATE" in first.replace(" ", "")
    assert "as RESOURCE PERSON" in first
    assert "on 28–31 October 2019 in Jakarta for 32 lesson hours" in first
    assert "LISTOFSUBJECTS" in second.replace(" ", "")


def test_a_logo_takes_the_place_of_nothing_else(app: Flask) -> None:
    from PIL import Image

    picture = BytesIO()
    Image.new("RGB", (200, 200), "#0b5d66").save(picture, "PNG")
    paper = pdf.Paper(files=pdf.load("resmi-mendatar"), logo=pdf.Picture(picture.getvalue(), "image/png"))
    made = pdf.Renderer(paper).pdf(data(name=HOSTILE[3]))
    assert pdf.page_count(made) == 2
    assert len(PdfReader(BytesIO(made)).pages[0].images) == 1


def test_a_design_that_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = sys.modules["lms.certificates.pdf.folders"]
    monkeypatch.setattr(folders, "ROOT", tmp_path)
    (tmp_path / "rusak").mkdir()
    (tmp_path / "rusak" / "design.toml").write_text('paper = "A4"')
    folders.load.cache_clear()
    with pytest.raises(WrongDesign, match=r"theme\.css is missing"):
        folders.load("rusak")
    (tmp_path / "rusak" / "theme.css").write_text("")
    with pytest.raises(WrongDesign, match="name is missing"):
        folders.load("rusak")
    folders.load.cache_clear()


def test_a_folder_of_an_adopter_changes_a_part_of_the_page_or_brings_its_own(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = sys.modules["lms.certificates.pdf.folders"]
    own = tmp_path / "sendiri"
    shutil.copytree(folders.ROOT / "resmi-tegak", own)
    monkeypatch.setattr(folders, "ROOT", tmp_path)
    part = '{% extends "base/page.html" %}{% block institution %}BALAI {{ data.institution }}{% endblock %}'
    (own / "page.html").write_text(part)
    page = pdf.Renderer(pdf.Paper(files=_fresh(folders))).html(data())
    assert "BALAI Pusat Contoh" in page
    assert 'id="subjects"' in page
    (own / "page.html").write_text("<p>{{ data.name }}</p>")
    with pytest.raises(WrongDesign, match="data-stack is missing"):
        _fresh(folders)
    (own / "page.html").write_text(part)
    (own / "transcript.html").write_text("{{ words.hours.rows }}{{ data.jp }}{{ qr }}{{ lines.code }}")
    with pytest.raises(WrongDesign, match=r"transcript\.html: words\.signature is missing"):
        _fresh(folders)
    folders.load.cache_clear()


def _fresh(folders: Any) -> Any:
    folders.load.cache_clear()
    return folders.load("sendiri")


def test_a_design_asks_for_nothing_outside(app: Flask) -> None:
    found = pdf.load("resmi-mendatar")
    wild = found.files["base/page.html"].replace("<h1>", '<img src="file:///etc/hostname" alt="x"><h1>')
    renderer = pdf.Renderer(pdf.Paper(files=pdf.DesignFiles("x", found.files | {"page.html": wild})))
    assert len(PdfReader(BytesIO(renderer.pdf(data()))).pages[0].images) == 0


def _kinds(root: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S)] = found.get(str(node.S), 0) + 1
            if "/K" in node:
                kids = node.K
                waiting += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found
