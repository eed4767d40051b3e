"""What strangers hand in to be verified costs little, breaks nothing, and is believed no more than it deserves."""

import json
import resource
import time
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from lms.certificates import queries
from lms.certificates.credential import baking, strict, suite
from lms.certificates.rules.findings import Problem
from tests.certificates.test_credentials import one
from tests.certificates.test_many import workbook
from tests.certificates.test_tampering import NAME, NUMBER, changed, hand_in

MIB = 1024 * 1024


def png_with(body: bytes) -> bytes:
    return baking.PNG + len(body).to_bytes(4, "big") + b"iTXt" + body + b"\0\0\0\0"


def pdf_with(content: bytes, base: bytes | None = None) -> bytes:
    """A PDF that carries a credential, packed as small as it can be."""
    target = BytesIO()
    with pikepdf.open(BytesIO(base)) if base else pikepdf.new() as made:
        if base is None:
            made.add_blank_page()
        for name in list(made.attachments):
            del made.attachments[name]
        made.attachments["credential.json"] = pikepdf.AttachedFileSpec(made, content, mime_type="application/json")
        made.save(target, compress_streams=True, recompress_flate=True)
    return target.getvalue()


HOSTILE = {
    "a damaged chunk": png_with(b"openbadgecredential\0\1\0\0\0garbage"),
    "a chunk cut off": png_with(b"openbadgecredential\0"),
    "a chunk of four gigabytes": baking.PNG + b"\xff\xff\xff\xffiTXtopenbadgecredential\0",
    "a picture of a thousand million points": baking.PNG + b"\0\0\0\rIHDR\0\0\x7f\xff\0\0\x7f\xff\x08\6\0\0\0abcd",
    "an encoding that nobody knows": b'<?xml version="1.0" encoding="foo"?><svg/>',
    "entities within entities": b'<!DOCTYPE s [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>',
    "an entity from a file": b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
    "deep elements": b"<a>" * 60_000 + b"</a>" * 60_000,
    "half a letter": b'{"id": "\\ud800", "type": ["x"]}',
    "half a letter in a token": b"eyJhbGciOiJFZERTQSIsImtpZCI6ImEifQ.eyJpZCI6Ilx1ZDgwMCJ9.AAAA",
    "a token of the year a million": b"eyJhbGciOiJFZERTQSIsImtpZCI6ImEifQ.eyJpYXQiOjFlOTl9.AAAA",
    "deep lists": b'{"credentialSubject": {"licenseNumber": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "a number that never ends": b'{"id": 1e999, "validFrom": NaN, "x": ' + b"9" * 5000 + b"}",
    "nothing where a code should be": b'{"id": "http://127.0.0.1:8000/verify/\\u0000"}',
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_answered_in_words(app: Flask, client: Any, content: bytes) -> None:
    assert hand_in(client, content).status_code in {404, 422}
    assert not queries.examine(content).is_genuine


def test_our_own_credential_with_hostile_values_is_answered_in_words(app: Flask, client: Any) -> None:
    _certificate, signed = one(app)
    hidden: Any = "x"
    for _ in range(strict.DEEPEST // 2):
        hidden = [hidden]
    answer = hand_in(client, changed(signed.document, NUMBER, hidden))
    assert (answer.status_code, "TIDAK ASLI" in answer.get_data(as_text=True)) == (422, True)
    script = hand_in(client, changed(signed.document, NAME, "<script>alert(1)</script>")).get_data(as_text=True)
    assert "&lt;script&gt;alert(1)" in script
    assert "<script>alert(1)" not in script
    for letter in ("\\ud800", "\\u0000"):
        spoiled = signed.document.replace('"Siti Aminah, S.Sos."', f'"{letter}"')
        assert hand_in(client, spoiled).status_code in {404, 422}
    many = changed(signed.document, ("credentialSubject", "identifier"), [json.loads(signed.document)] * 50)
    assert Problem.UNKNOWN_TERM in {found.problem for found in queries.examine(json.dumps(many).encode()).findings}


def test_a_pdf_that_unpacks_to_a_gigabyte_costs_its_own_process_only(app: Flask, client: Any) -> None:
    bomb = pdf_with(b"")
    packer = zlib.compressobj(9)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(block + again * 1023 + packer.flush())
    with pikepdf.open(BytesIO(bomb)) as opened:
        file = opened.attachments["credential.json"].obj.EF.F
        file.write(packed, filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
        target = BytesIO()
        opened.save(target, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(target.getvalue()) < MIB // 10
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert hand_in(client, target.getvalue(), "bomb.pdf").status_code == 404
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert time.process_time() - began < 5


def test_a_pdf_of_ours_with_a_credential_of_another_key_is_refused_in_words(app: Flask, client: Any) -> None:
    certificate, signed = one(app)
    issued = client.get(f"/verify/{certificate.code}/certificate.pdf").data
    document = json.loads(signed.document)
    bare = {name: value for name, value in document.items() if name != "proof"}
    bare["credentialSubject"]["identifier"][0]["identityHash"] = "Orang Lain"
    key = suite.Key(Ed25519PrivateKey.generate(), document["proof"][0]["verificationMethod"])
    forged = suite.sign(bare, key, created=document["proof"][0]["created"])
    answer = hand_in(client, pdf_with(json.dumps(forged).encode(), issued), "a.pdf")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for words in ("TIDAK ASLI", "Tanda tangan tidak cocok", "Nama diubah", "Orang Lain", "Siti Aminah, S.Sos."):
        assert words in text
    whole = hand_in(client, pdf_with(signed.document.encode(), issued), "a.pdf")  # its credential is genuine, it is not
    assert whole.status_code == 422
    assert "TIDAK ASLI" in whole.get_data(as_text=True)


def test_lists_of_codes_cost_little(app: Flask, client: Any) -> None:
    sheet = BytesIO()
    with ZipFile(workbook([["x"]])) as source, ZipFile(sheet, "w", ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            content = source.read(name)
            bomb.writestr(name, b"<!-- " + bytes(200 * MIB) if name.endswith("sheet1.xml") else content)
    wide = BytesIO()
    with ZipFile(workbook([["x"]])) as source, ZipFile(wide, "w", ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'r="A1"', b'r="XFD1048576"').replace(b'<row r="1"', b'<row r="1048576"')
            bomb.writestr(name, content)
    assert len(sheet.getvalue()) < MIB
    for content in (sheet.getvalue(), wide.getvalue(), b'"' + b"a" * 300_000):
        assert client.post("/verify/codes", data={"file": (BytesIO(content), "a.xlsx")}).status_code == 422
    assert client.post("/verify/codes", data={"codes": "a" * 200_000}).status_code == 422
    assert client.post("/verify/codes", data={"codes": "\n".join(["x"] * 20_000)}).status_code == 200


def test_the_command_reads_no_more_than_a_certificate_may_have(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(b"%PDF-1.7 " + bytes(20 * MIB))
    said = app.test_cli_runner().invoke(args=["certificates", "verify", str(path), "--json"])
    assert said.exit_code == 1
    assert json.loads(said.stdout)["genuine"] is False
