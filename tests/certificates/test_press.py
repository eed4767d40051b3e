"""The fast way equals the plain one in text, tags and picture; and every file keeps the standards' clauses."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask

from lms.certificates import pdf
from lms.certificates.pdf.printer import AT_ONCE
from lms.certificates.signing import returned
from lms.certificates.signing.local import KeyFile
from tests.certificates import conformance, papers
from tests.certificates.keys import PASSPHRASE, make_key_file
from tests.certificates.papers import HOSTILE, data

CREDENTIAL = b'{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"]}'


def of_person(name: str, n: int) -> dict[str, Any]:
    """What one of many prints: some have no NIP, no position or no office, and some of them are long."""
    position = ["Pengelola Perpustakaan Desa", "", "Kepala Bidang Deposit, Pengembangan, Layanan dan Konservasi"]
    office = ["Perpustakaan Desa Sukamaju", "Dinas Perpustakaan dan Kearsipan Kabupaten Tulang Bawang Barat " * 3, ""]
    code = f"{n:04d}9QWX2F8AB"
    return data(
        name=name, number=f"{n:04d}/2/PRC.04.00/XI.2019", nip="" if n % 3 == 1 else "196608011988031001",
        position=position[n % 5 % 3], office=office[n % 7 % 3].strip(), code=code,
        code_grouped=f"{n:04d}-9QWX-2F8A-B", verify_url=f"http://127.0.0.1:8000/verify/{code}",
    )  # fmt: skip


def printer_of(folder: str = "resmi-mendatar", **terms: int) -> pdf.Printer:
    return pdf.Printer(pdf.Paper(files=pdf.load(folder)), **terms)


@pytest.mark.slow
@pytest.mark.parametrize("folder", pdf.folders())
def test_both_ways_print_the_same_text_tags_and_picture_and_keep_the_clauses(
    app: Flask, tmp_path: Path, folder: str
) -> None:
    printer, signer = printer_of(folder), KeyFile(make_key_file(tmp_path / "key.p12"), PASSPHRASE)
    names = list(enumerate(HOSTILE)) if folder == "resmi-mendatar" else list(enumerate(HOSTILE))[::6]
    wanted = [(of_person(name, n) | {"signature": "local"}, CREDENTIAL) for n, name in names]
    fast = list(printer.files(wanted))
    assert len(wanted) - printer.alone >= (50 if folder == "resmi-mendatar" else 8)
    for number, ((facts, credential), made) in enumerate(zip(wanted, fast, strict=True)):
        plain = printer.renderer.pdf(facts, credential)
        assert papers.tags_of(made) == papers.tags_of(plain), facts["name"]
        seen, wanted_ = papers.seen(made), papers.seen(plain)
        assert seen.texts == wanted_.texts, facts["name"]
        assert papers.largest_difference(seen.pages, wanted_.pages) <= 1, facts["name"]
        assert len(made) <= 60 * 1024
        signed = signer.sign(made)
        assert conformance.problems(signed) == [], facts["name"]
        assert (returned.is_signed(signed), returned.is_ours(signed, made)) == (True, True), facts["name"]
        if number % 20 == 0:  # another reader sees the same, and finds no fault
            assert papers.text_of(made, tmp_path) == papers.text_of(plain, tmp_path), facts["name"]
            pictures = [papers.pictures_of(one, tmp_path) for one in (made, plain)]
            assert papers.largest_difference(*pictures) <= 1, facts["name"]
            (tmp_path / "one.pdf").write_bytes(signed)
            assert subprocess.run(["qpdf", "--check", str(tmp_path / "one.pdf")], capture_output=True).returncode == 0
            said = subprocess.run(["pdfsig", "-nocert", str(tmp_path / "one.pdf")], capture_output=True, text=True)
            assert "Signature is Valid" in said.stdout
    assert conformance.problems(plain) == []


def test_names_of_many_scripts_stay_fast_and_small(app: Flask) -> None:
    printer = printer_of()
    names = [HOSTILE[n % len(HOSTILE)] if n % 5 == 0 else f"Peserta Biasa {n:03d}" for n in range(120)]
    made = list(printer.files((of_person(name, n), CREDENTIAL) for n, name in enumerate(names)))
    assert printer.alone <= 2
    assert max(map(len, made)) <= 60 * 1024


def test_the_credential_is_an_associated_file_with_its_own_bytes(app: Flask) -> None:
    made = list(printer_of().files([(of_person(f"Nama {n}", n), b'{"n": %d}' % n) for n in range(4)]))
    for n, one in enumerate(made):
        with pikepdf.open(BytesIO(one)) as opened:
            (spec,) = opened.Root.AF
            assert (spec.AFRelationship, str(spec.UF)) == ("/Data", "credential.json")
            assert spec.EF.F.read_bytes() == b'{"n": %d}' % n


def test_papers_that_differ_elsewhere_are_on_forms_of_their_own(app: Flask, tmp_path: Path) -> None:
    printer = printer_of()
    kinds = ["participant", "trainer"]
    wanted = [(of_person(f"Nama {n}", n) | {"capacity": kinds[n % 2]}, None) for n in range(8)]
    wanted.append((of_person("Panitia", 9) | {"capacity": "organiser"}, None))
    made = list(printer.files(wanted))
    assert printer.alone == 1
    said = [papers.text_of(one, tmp_path).replace(" ", "") for one in made]
    assert all(f"Nama{n}" in said[n] for n in range(8))
    assert ["NARASUMBER" in text for text in said] == [n % 2 == 1 for n in range(8)] + [False]
    assert "PANITIA" in said[8]


def test_a_first_page_that_must_be_set_smaller_is_laid_out_by_itself(app: Flask, tmp_path: Path) -> None:
    printer = printer_of()
    crowded = {"training": "Bimbingan Teknis " * 28, "qualification": "Dengan pujian " * 40}
    made = list(printer.files([(of_person(f"Nama {n}", n) | crowded, None) for n in range(3)]))
    assert printer.alone == 3
    assert [pdf.page_count(one) for one in made] == [2, 2, 2]


def test_more_papers_than_are_kept_at_once_come_in_order(app: Flask) -> None:
    count = AT_ONCE + 5
    files = printer_of().files((of_person(f"Nama {n}", n), None) for n in range(count))
    titles = []
    for made in files:
        with pikepdf.open(BytesIO(made)) as opened:
            titles.append(str(opened.docinfo["/Title"]).split(" – ")[1])
    assert titles == [f"Nama {n}" for n in range(count)]


def test_the_checks_find_what_is_wrong(app: Flask) -> None:
    good = printer_of().renderer.pdf(data(), CREDENTIAL)
    with pikepdf.open(BytesIO(good)) as opened:
        del opened.Root.Lang
        del opened.Root.AF
        page = opened.pages[0]
        wrong = b"\n0 0 10 10 re f\n/Span BMC\n0 0 1 1 re f\nEMC\n/Artifact BMC\nBT (x) Tj ET\nEMC\n"
        page.Contents = opened.make_stream(page.Contents.read_bytes() + wrong)
        target = BytesIO()
        opened.save(target)
    said = " ".join(conformance.problems(target.getvalue()))
    for clause in ("7.2, 11-006", "6.8", "f is neither tagged nor an artifact", "Span is neither", "Tj hides words"):
        assert clause in said
