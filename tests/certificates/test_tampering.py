"""What is handed in is believed only as it was issued, and every change is named in words."""

import json
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from lms.certificates import actions, queries
from lms.certificates.credential import baking, jwt, picture, suite
from lms.certificates.rules.findings import Problem
from lms.core import clock
from lms.core.db import db
from tests.certificates.factories import as_principal, keeper
from tests.certificates.test_credentials import one

NAME = ("credentialSubject", "identifier", 0, "identityHash")
HOURS = ("credentialSubject", "creditsEarned")
NUMBER = ("credentialSubject", "licenseNumber")


def changed(text: str, path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    document = json.loads(text)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    made: dict[str, Any] = document
    return made


def hand_in(client: Any, content: bytes | str | dict[str, Any], name: str = "a.json", **more: str) -> Any:
    if isinstance(content, dict):
        content = json.dumps(content)
    body = content.encode() if isinstance(content, str) else content
    return client.post("/verify", data={"file": (BytesIO(body), name), **more})


def problems(document: Any) -> list[Problem]:
    return [finding.problem for finding in queries.examine(json.dumps(document).encode()).findings]


def test_what_was_issued_is_believed_in_every_dress(app: Flask, client: Any) -> None:
    certificate, signed = one(app)
    loose = json.dumps(json.loads(signed.document), indent=None, sort_keys=True)
    baked = baking.bake_png(picture.png(certificate.data), signed.document)
    drawn = baking.bake_svg(picture.svg(certificate.data), signed.document)
    for content in (signed.document, loose, signed.jwt, baked, drawn):
        answer = hand_in(client, content)
        assert answer.status_code == 200
        text = answer.get_data(as_text=True)
        assert "SAH" in text
        assert "isinya tidak diubah" in text


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (NAME, "Orang Lain", ["Nama diubah", "Orang Lain", "Siti Aminah, S.Sos."]),
        (HOURS, 99, ["Jam pelajaran diubah", "99"]),
        (NUMBER, "9999/2/PRC.04.00/XI.2019", ["Nomor diubah", "9999/2/PRC.04.00/XI.2019"]),
    ],
)
def test_a_change_is_refused_and_named(app: Flask, client: Any, path: Any, value: Any, said: list[str]) -> None:
    _certificate, signed = one(app)
    answer = hand_in(client, changed(signed.document, path, value))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "TIDAK ASLI" in text
    assert "Tanda tangan tidak cocok" in text
    assert [word for word in said if word not in text] == []


@pytest.mark.parametrize("path", [("nip",), ("credentialSubject", "nip"), ("issuer", "nip"), ("proof", 0, "nip")])
def test_an_added_term_is_refused_although_the_proof_holds(app: Flask, client: Any, path: Any) -> None:
    _certificate, signed = one(app)
    document = changed(signed.document, path, "X")
    if path[0] != "proof":
        bare = {name: value for name, value in document.items() if name != "proof"}
        key = actions.signing(now=clock.now()).key
        assert suite.holds(bare, document["proof"][0], key.public)
    answer = hand_in(client, document)
    assert answer.status_code == 422
    assert "nip” ditambahkan" in answer.get_data(as_text=True)


def test_a_credential_of_another_key_in_our_name_is_refused(app: Flask, client: Any) -> None:
    _certificate, signed = one(app)
    document = json.loads(signed.document)
    bare = {name: value for name, value in document.items() if name != "proof"}
    private = Ed25519PrivateKey.generate()
    ours = document["proof"][0]["verificationMethod"]
    for method in (ours, document["issuer"]["id"] + "#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"):
        forged = suite.sign(bare, suite.Key(private, method), created=document["proof"][0]["created"])
        answer = hand_in(client, forged)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 422
        wanted = "Tanda tangan tidak cocok" if method == ours else "kunci yang bukan milik kami"
        assert wanted in text
        token = jwt.write(bare, suite.Key(private, method), signed_at=clock.now())
        assert hand_in(client, token, "a.jwt").status_code == 422


def test_a_credential_that_names_another_issuer_or_context_is_refused(app: Flask) -> None:
    _certificate, signed = one(app)
    assert Problem.FOREIGN_ISSUER in problems(changed(signed.document, ("issuer", "id"), "did:web:evil.example"))
    assert Problem.UNKNOWN_CONTEXT in problems(changed(signed.document, ("@context", 1), "https://evil.example/c.json"))
    inline = json.loads(signed.document)
    inline["@context"].append({"nip": "https://evil.example/nip"})
    assert Problem.UNKNOWN_CONTEXT in problems(inline)


def test_what_the_register_never_knew_is_refused_although_signed_with_our_key(app: Flask) -> None:
    _certificate, signed = one(app)
    bare = {name: value for name, value in json.loads(signed.document).items() if name != "proof"}
    bare["id"] = "http://127.0.0.1:8000/verify/0000000000000"
    by = actions.signing(now=clock.now())
    assert problems(suite.sign(bare, by.key, created="2026-01-01T00:00:00Z"))[-1] == Problem.NOT_REGISTERED


def test_a_name_that_stands_twice_in_the_json_is_no_certificate(app: Flask, client: Any) -> None:
    _certificate, signed = one(app)
    twice = signed.document.replace('"name":', '"name": "Palsu", "name":', 1)
    assert hand_in(client, twice).status_code == 404


def test_an_older_status_list_is_told(app: Flask, client: Any) -> None:
    certificate, signed = one(app)
    address = json.loads(signed.document)["credentialStatus"]["statusListCredential"]
    path = address.removeprefix("http://127.0.0.1:8000")
    old = client.get(path).data
    assert hand_in(client, old).status_code == 200
    actions.revoke(certificate.uid, reason="Salah orang", by=as_principal(keeper()), now=clock.now())
    told = hand_in(client, old)
    assert told.status_code == 422
    assert "Daftar status ini versi lama" in told.get_data(as_text=True)
    found = queries.examine(signed.document.encode(), status_list=old)
    assert [finding.problem for finding in found.findings] == [Problem.OLD_LIST]
    forged = changed(client.get(path).get_data(as_text=True), ("credentialSubject", "encodedList"),
                     json.loads(old)["credentialSubject"]["encodedList"])  # fmt: skip
    assert problems(forged) == [Problem.BROKEN_PROOF]


def test_a_revoked_certificate_says_so_whatever_its_file_says(app: Flask, client: Any) -> None:
    certificate, signed = one(app)
    actions.revoke(certificate.uid, reason="Salah orang", by=as_principal(keeper()), now=clock.now())
    db.session.expire_all()
    text = hand_in(client, signed.document).get_data(as_text=True)
    assert "DICABUT" in text
    assert "SAH" not in text.replace("SAHkan", "")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"{}", b"null", b"%PDF-1.7 nothing", b"\x89PNG\r\n\x1a\n\0\0", b"<svg", b"a.b.c", b"\xff" * 99,
     b'{"type": ["BitstringStatusListCredential"]}', b'{"@context": {"@vocab": "x"}, "proof": 1, "issuer": []}',
     b"{" * 5000, b'{"a":' * 3000 + b"1" + b"}" * 3000],
)  # fmt: skip
def test_what_is_no_certificate_is_answered_in_words(app: Flask, client: Any, content: bytes) -> None:
    assert hand_in(client, content).status_code in {404, 422}
    assert not queries.examine(content).is_genuine


def test_the_verification_page_is_light_and_shows_nothing_private(app: Flask, client: Any) -> None:
    certificate, _signed = one(app, nip="196608011988031001")
    page = client.get(f"/verify/{certificate.code}")
    assert len(page.data) <= 30 * 1024
    assert certificate.data["nip"] == "196608011988031001"
    for private in ("196608011988031001", "19660801 198803 1 001"):
        assert private not in page.get_data(as_text=True)
