"""Papers are signed last; what stands on them of a signature is what they carry."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale

from lms import settings
from lms.certificates import pdf, signing
from lms.certificates.signing import returned
from lms.certificates.signing.bsre import Bsre
from lms.certificates.signing.local import KeyFile
from lms.core import sealed
from lms.core.errors import Refused
from tests.certificates import conformance
from tests.certificates.factories import NOW
from tests.certificates.keys import (
    NIK,
    PASSPHRASE,
    STAMP,
    BsreDoor,
    Office,
    SlowDoor,
    StampDoor,
    WrongDoor,
    make_authority,
    make_key_file,
    make_stamper,
    serving,
)
from tests.certificates.papers import data, text_of
from tests.certificates.signed import pdfsig

CREDENTIAL = b'{"type": ["VerifiableCredential"]}'


@pytest.fixture
def office(key_file: Path) -> Office:
    return Office(key_file)


@pytest.fixture
def service(office: Office) -> Iterator[str]:
    with serving(office, BsreDoor) as url:
        yield url


def bsre(url: str, *, passphrase: str = PASSPHRASE, nik: str = NIK, password: str = "pintu", seconds: int = 20) -> Bsre:
    return Bsre(url, "pelita", password, secret=signing.Secret(passphrase=passphrase, nik=nik), seconds=seconds)


def papers(kind: str, count: int = 4) -> list[bytes]:
    printer = pdf.Printer(pdf.Paper(files=pdf.load("resmi-mendatar")))
    return list(printer.files([(data(name=f"Nama {n}", signature=kind), CREDENTIAL) for n in range(count)]))


def test_a_signed_file_is_valid_and_one_changed_byte_makes_it_invalid(
    app: Flask, key_file: Path, tmp_path: Path
) -> None:
    for plain in papers("local"):
        signed = KeyFile(key_file, PASSPHRASE).sign(plain)
        assert signed.startswith(plain)
        said = pdfsig(signed, tmp_path)
        assert "Signature is Valid" in said
        assert "ETSI.CAdES.detached" in said
        assert "Total document signed" in said
        assert "Signature is Valid" not in pdfsig(_flipped(signed), tmp_path)


def test_a_signed_file_keeps_the_clauses_and_its_credential(app: Flask, key_file: Path, tmp_path: Path) -> None:
    fast = papers("local")[0]
    alone = pdf.Renderer(pdf.Paper(files=pdf.load("resmi-mendatar"))).pdf(data(signature="local"), CREDENTIAL)
    for plain in (fast, alone):
        signed = KeyFile(key_file, PASSPHRASE).sign(plain)
        assert conformance.problems(signed) == []
        path = tmp_path / "one.pdf"
        path.write_bytes(signed)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0
        with pikepdf.open(BytesIO(signed)) as opened:
            assert opened.Root.AF[0].EF.F.read_bytes() == CREDENTIAL
            (field,) = opened.Root.AcroForm.Fields
            assert [float(edge) for edge in field.Rect] == [0, 0, 0, 0]


def test_with_a_time_stamp_server_a_signature_can_be_checked_for_long(app: Flask, tmp_path: Path) -> None:
    authority = make_authority()
    key_file = make_key_file(tmp_path / "long.p12", issuer=authority)
    with serving(make_stamper(authority), StampDoor) as url:
        signed = KeyFile(key_file, PASSPHRASE, time_stamps=url).sign(papers("local")[0])
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    assert conformance.problems(signed) == []
    with pikepdf.open(BytesIO(signed)) as opened:
        assert opened.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"
        assert len(opened.Root.DSS.Certs) >= 2


def test_a_time_stamp_server_that_fails_is_told_in_words_and_no_secret_is_written(
    app: Flask, tmp_path: Path, caplog: Any, capsys: Any
) -> None:
    authority, plain = make_authority(), papers("local")[0]
    key_file = make_key_file(tmp_path / "long.p12", issuer=authority)

    def said(url: str) -> str:
        with force_locale("en"), pytest.raises(Refused) as refused:
            KeyFile(key_file, PASSPHRASE, time_stamps=url).sign(plain)
        return str(refused.value.message)

    assert "cannot be reached" in said("http://127.0.0.1:9")
    for answer, words in (
        ((200, "text/html", b"<p>"), "cannot be reached"), ((503, STAMP, b""), "cannot be reached"),
        ((200, STAMP, b"garbage"), "no time stamp"), ((200, STAMP, b"0\x03\x02\x01\x02"), "no time stamp"),
    ):  # fmt: skip
        with serving(answer, WrongDoor) as url:
            assert words in said(url)
    with serving(make_stamper(make_authority()), StampDoor) as url:  # of an authority that nobody knows
        assert "no authority" in said(url)
    with serving(Event(), SlowDoor) as url, force_locale("en"), pytest.raises(Refused, match="cannot be reached"):
        KeyFile(key_file, PASSPHRASE, time_stamps=url, seconds=1).sign(plain)
    written = caplog.text + "".join(capsys.readouterr())
    assert "a signature failed" in written
    assert PASSPHRASE not in written


def test_a_key_file_says_why_it_cannot_sign(app: Flask, key_file: Path, tmp_path: Path) -> None:
    old = make_key_file(tmp_path / "old.p12", begins=datetime(2019, 1, 1, tzinfo=UTC))
    for path, passphrase, said in (
        (key_file, "salah", "passphrase"),
        (tmp_path / "none.p12", PASSPHRASE, "missing"),
        (old, PASSPHRASE, "2019-01-01 to 2020-01-01"),
    ):
        with force_locale("en"), pytest.raises(Refused) as refused:
            KeyFile(path, passphrase).require_ready()
        assert said in str(refused.value.message)


def test_bsre_signs_for_an_officer_that_it_knows(app: Flask, service: str, office: Office, tmp_path: Path) -> None:
    signature = bsre(service + "")
    signature.require_ready()
    signed = signature.sign(papers("bsre")[0])
    assert "Signature is Valid" in pdfsig(signed, tmp_path)
    assert conformance.problems(signed) == []
    assert office.asked == [f"/api/user/status/{NIK}", "/api/sign/pdf"]


def test_bsre_says_what_went_wrong(app: Flask, service: str, office: Office) -> None:
    plain = papers("bsre")[0]
    for signature, said in (
        (bsre(service, passphrase="salah"), "passphrase is wrong"),
        (bsre(service, nik="1" * 16), "does not know"),
        (bsre(service, password="lain"), "user name or password"),
        (bsre("http://127.0.0.1:9"), "cannot be reached"),
    ):
        with force_locale("en"), pytest.raises(Refused) as refused:
            signature.sign(plain)
        assert said in str(refused.value.message)
    gateway, echo = (502, "text/html", b"<h1>"), b'{"error": "bad %b of %b"}' % (PASSPHRASE.encode(), NIK.encode())
    for failure, said in (
        (gateway, "cannot be reached"), ((400, "application/json", echo), "bad … of …"),
        ((200, "application/pdf", b"%PDF-1.7 nothing"), "no signed file"), ((302, "text/html", b""), "302"),
        ((200, "application/pdf", b"%PDF-/ByteRange" + bytes(5 * 1024 * 1024)), "no signed file"),
    ):  # fmt: skip
        office.failure = failure
        with force_locale("en"), pytest.raises(Refused) as refused:
            bsre(service).sign(plain)
        assert said in str(refused.value.message)
    office.status = "EXPIRED"
    for signature, said in ((bsre(service), "expired"), (bsre(service, nik="1" * 16), "does not know"),
                            (bsre(service, nik="12"), "16 digits")):  # fmt: skip
        with force_locale("en"), pytest.raises(Refused) as refused:
            signature.require_ready()
        assert said in str(refused.value.message)


def test_bsre_gives_back_our_own_paper_or_it_is_refused(app: Flask, service: str, office: Office) -> None:
    sent, other = papers("bsre", 2)

    def written_anew(made: bytes) -> bytes:
        target = BytesIO()
        with pikepdf.open(BytesIO(made)) as opened:
            opened.save(target)
        return target.getvalue()

    for change in (lambda _sent: other, written_anew, _drawn_over, _field_shown):
        office.change = change
        with force_locale("en"), pytest.raises(Refused) as refused:
            bsre(service).sign(sent)
        assert "another file" in str(refused.value.message), change
    office.change = lambda made: made
    signed = bsre(service).sign(sent)
    assert (returned.is_signed(signed), returned.is_ours(signed, sent)) == (True, True)
    assert not returned.is_signed(_flipped(signed))
    assert not returned.is_signed(signed + _drawn_over(signed)[len(signed) :])
    assert not returned.is_signed(sent)


def _drawn_over(made: bytes) -> bytes:
    """Add a revision in which something is drawn over the first page; the bytes before it stay."""
    from pyhanko.pdf_utils.generic import StreamObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, target = IncrementalPdfFileWriter(BytesIO(made)), BytesIO()
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 500 500 re f")))
    writer.write(target)
    return target.getvalue()


def _field_shown(made: bytes) -> bytes:
    """Add a revision in which the signature's field is given a place on the page."""
    from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer, target = IncrementalPdfFileWriter(BytesIO(made)), BytesIO()
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[pdf_name("/Rect")] = ArrayObject(map(NumberObject, (0, 0, 300, 300)))
    writer.update_container(field)
    writer.write(target)
    return target.getvalue()


def test_bsre_that_does_not_answer_is_told_in_time(app: Flask, service: str, office: Office) -> None:
    office.slow = True
    with force_locale("en"), pytest.raises(Refused) as refused:
        bsre(service, seconds=1).sign(papers("bsre")[0])
    assert "did not answer in time" in str(refused.value.message)


def test_the_footer_says_just_what_the_file_carries(app: Flask, tmp_path: Path) -> None:
    said = {kind: " ".join(text_of(papers(kind, 3)[0], tmp_path).split()) for kind in ("", "local", "bsre")}
    assert ["BSrE" in said[kind] for kind in said] == [False, False, True]
    assert ["UU ITE" in said[kind] for kind in said] == [False, False, True]
    assert ["memuat tanda tangan elektronik" in said[kind] for kind in said] == [False, True, False]


def test_a_box_opens_for_its_own_worker_and_subject_only(app: Flask) -> None:
    sealed.begin()
    sealed.seal("one", b"secret", now=NOW.now(UTC))
    assert sealed.opened("one") == b"secret"
    assert sealed.opened("two") is None
    sealed.begin()
    assert sealed.opened("one") is None
    app.extensions.pop("worker_key")


@pytest.mark.parametrize(
    ("name", "value"),
    [("LMS_SIGNING", "yes"), ("LMS_SIGNING_FILE", ""), ("LMS_SIGNING_FILE", "/none.p12"), ("LMS_BSRE_SECONDS", "0"),
     ("LMS_BSRE_URL", "http://bsre.example"), ("LMS_SIGNING_TIME_STAMPS", "ftp://x")],
)  # fmt: skip
def test_a_wrong_setting_of_signing_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    chosen = {"LMS_DATA": str(tmp_path), "LMS_SIGNING": "local", "LMS_SIGNING_FILE": __file__, name: value}
    with pytest.raises(settings.WrongSetting, match=name):
        settings.load(chosen)


def test_bsre_needs_an_account(tmp_path: Path) -> None:
    chosen = {"LMS_DATA": str(tmp_path), "LMS_SIGNING": "bsre", "LMS_BSRE_URL": "https://bsre.example"}
    with pytest.raises(settings.WrongSetting, match="LMS_BSRE_USER"):
        settings.load(chosen)


def _flipped(made: bytes) -> bytes:
    at = made.index(b"stream") + 40
    return made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
