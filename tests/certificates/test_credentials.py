"""Credentials: the published vectors, other people's verifiers, keys, status lists, pictures."""

import json
import shutil
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from lms.certificates import actions, queries
from lms.certificates.credential import baking, contexts, jwt, multibase, picture, reading, statuses, suite, terms
from lms.certificates.models import Certificate, Credential, CredentialKey
from lms.core import clock
from lms.core.db import db, transaction
from tests.certificates import factories as certs
from tests.certificates.factories import as_principal, keeper, make_eligible, make_training

ROOT = Path(__file__).parent.parent.parent
# W3C Data Integrity EdDSA Cryptosuites 1.0, appendix B.1 (Alumni Credential).
W3C_PRIVATE = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
W3C_PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
W3C_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
W3C_DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2", W3C_EXAMPLES],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
W3C_PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": f"https://vc.example/issuers/5678#{W3C_PUBLIC}",
    "proofPurpose": "assertionMethod",
}
W3C_VALUE = "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9"
# 1EdTech, Open Badges 3.0 implementation guide: linked data proof test vector.
EDTECH_PRIVATE = "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"
EDTECH_PUBLIC = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
EDTECH_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld"
EDTECH_DOCUMENT = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        EDTECH_BADGES,
        "https://w3id.org/security/data-integrity/v1",
    ],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://example.edu/issuers/565049", "type": ["Profile"], "url": "https://www.imsglobal.org",
               "name": "Example Corp"},
    "issuanceDate": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {"narrative": "Team members are nominated for this badge by their peers and recognized upon "
                                      "review by Example Corp management."},
            "description": "This badge recognizes the development of the capacity to collaborate within a group "
                           "environment.",
            "name": "Teamwork",
        },
    },
}  # fmt: skip
EDTECH_PROOF = {
    "type": "DataIntegrityProof",
    "created": "2010-01-01T19:23:24Z",
    "verificationMethod": f"https://example.edu/issuers/565049#{EDTECH_PUBLIC}",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
}
EDTECH_HASHES = (
    "3cf3c265b6c8ebb29b4d5ea310b87d2f31c79b633eff8af561d2e8c97a85c8cb"
    "d994aebd5e53f4af4495dbe9e1155410bae683811107c26acf83671075c163b3"
)
EDTECH_VALUE = "zUSD5bjo6mYV1n9i9E6ZwUiHuj4JyZDjCDfDqoJcPi9XJrc9LYstik9mdBvutdwBdquWXjWrwJDVGJrAarvRs8uD"


def node(asked: dict[str, Any]) -> dict[str, Any]:
    """Ask the npm packages."""
    program = next(filter(Path.exists, [ROOT / ".venv/node/path/node"]), None) or shutil.which("node")
    assert program, "node is missing: run bin/setup --test"
    script = ROOT / "tests" / "certificates" / "verify.mjs"
    done = subprocess.run(
        [str(program), str(script)], input=json.dumps(asked), capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@cache
def others_contexts() -> dict[str, Any]:
    return node({"contexts": True})


def one(app: Flask, name: str = "Siti Aminah, S.Sos.", **facts: Any) -> tuple[Certificate, Credential]:
    """A certificate that was issued, with its credential."""
    training, by = make_training(), keeper()
    make_eligible(training, name, **facts)
    certs.issue(training, by)
    certs.render_waiting(app)
    db.session.expire_all()
    certificate = db.session.scalars(db.select(Certificate)).one()
    signed = queries.find_credential(certificate.id)
    assert signed is not None
    return certificate, signed


def test_the_vector_of_the_w3c_is_reproduced_bit_for_bit() -> None:
    def load(url: str) -> dict[str, Any]:
        if url == W3C_EXAMPLES:
            return {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}
        return contexts.load(url)

    private = Ed25519PrivateKey.from_private_bytes(multibase.read(W3C_PRIVATE)[2:])
    assert multibase.write_public_key(private.public_key().public_bytes_raw()) == W3C_PUBLIC
    made = private.sign(suite.data_to_sign(W3C_DOCUMENT, W3C_PROOF, load=load))
    assert multibase.write(made) == W3C_VALUE


def test_the_vector_of_1edtech_is_reproduced_bit_for_bit() -> None:
    def load(url: str) -> dict[str, Any]:
        known = others_contexts()
        found: dict[str, Any] = known["https://purl.imsglobal.org/spec/ob/v3p0/context.json"]
        return found if url == EDTECH_BADGES else known[url]

    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(EDTECH_PRIVATE))
    assert multibase.write_public_key(private.public_key().public_bytes_raw()) == EDTECH_PUBLIC
    hashed = suite.data_to_sign(EDTECH_DOCUMENT, EDTECH_PROOF, load=load)
    assert hashed.hex() == EDTECH_HASHES
    assert multibase.write(private.sign(hashed)) == EDTECH_VALUE


def test_no_context_is_ever_fetched() -> None:
    with pytest.raises(contexts.UnknownContext):
        contexts.load("https://example.org/context.json")


def test_the_verifier_of_digital_bazaar_believes_what_we_issue_and_nothing_changed(app: Flask, client: Any) -> None:
    _certificate, signed = one(app)
    keys = client.get("/.well-known/did.json").json
    document = json.loads(signed.document)
    assert node({"credential": document, "keys": keys})["verified"] is True
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Orang Lain"
    assert node({"credential": document, "keys": keys})["verified"] is False


def test_openbadgeslib_believes_the_proof_and_the_jwt(app: Flask) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from openbadgeslib.ob3 import OB3Verifier
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    _certificate, signed = one(app)
    row = db.session.get_one(CredentialKey, signed.key_id)
    public = actions.open_private(row).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    OB3LdpVerifier(pubkey_pem=pem).verify(signed.document, check_status=False)
    OB3Verifier(pubkey_pem=pem).verify(signed.jwt, check_status=False)


def test_a_credential_says_what_the_paper_says_and_nothing_private(app: Flask, client: Any) -> None:
    certificate, signed = one(app, nip="196608011988031001")
    document = json.loads(signed.document)
    subject = document["credentialSubject"]
    assert document["@context"] == [contexts.CREDENTIALS, contexts.OPEN_BADGES]
    assert isinstance(document["proof"], list)
    assert subject["licenseNumber"] == certificate.number
    assert subject["creditsEarned"] == certificate.data["jp"] // 100
    assert [row["identityHash"] for row in subject["identifier"]] == ["Siti Aminah, S.Sos."]
    assert certificate.data["nip"] == "196608011988031001"
    assert "196608011988031001" not in signed.document + signed.jwt
    assert terms.unknown(document, terms.CREDENTIAL) == []


def test_an_email_address_stands_only_hashed_with_a_salt(app: Flask) -> None:
    from hashlib import sha256

    training, by = make_training(), keeper()
    part = make_eligible(training, "Siti Aminah")
    with transaction():
        db.session.merge(part.person).email = "siti@example.org"
    certs.issue(training, by)
    certs.render_waiting(app)
    signed = db.session.scalars(db.select(Credential)).one()
    mail = json.loads(signed.document)["credentialSubject"]["identifier"][1]
    assert mail["identityHash"] == "sha256$" + sha256(("siti@example.org" + mail["salt"]).encode()).hexdigest()
    assert "siti@example.org" not in signed.document


def test_bits_of_a_status_list_are_counted_from_the_left_and_read_back() -> None:
    import gzip
    from base64 import urlsafe_b64decode

    made = statuses.encode([0, 9, statuses.SIZE - 1])
    raw = gzip.decompress(urlsafe_b64decode(made[1:] + "=" * (-len(made[1:]) % 4)))
    assert (len(raw), raw[0], raw[1], raw[-1]) == (16_384, 0b1000_0000, 0b0100_0000, 0b0000_0001)
    assert statuses.decode(made) == {0, 9, statuses.SIZE - 1}
    for wrong in ("", "uAAAA", "x" + made[1:], statuses.encode([])[:-8]):
        with pytest.raises(ValueError, match=r".*"):
            statuses.decode(wrong)


def test_places_in_a_list_are_taken_at_random_and_never_twice(app: Flask) -> None:
    training, by = make_training(), keeper()
    for index in range(40):
        make_eligible(training, f"Peserta {index:02d}")
    certs.issue(training, by)
    made = db.session.scalars(db.select(Certificate).order_by(Certificate.serial)).all()
    places = [row.status_index for row in made]
    assert len(set(places)) == 40
    assert places != sorted(places)
    assert len({row.status_list_id for row in made}) == 1


def test_revoking_sets_the_bit_at_the_next_request_and_the_list_is_signed(app: Flask, client: Any) -> None:
    certificate, signed = one(app)
    entry = json.loads(signed.document)["credentialStatus"]
    address = entry["statusListCredential"].removeprefix("http://127.0.0.1:8000")
    before = client.get(address)
    assert statuses.decode(json.loads(before.data)["credentialSubject"]["encodedList"]) == set()
    assert client.get(address).data == before.data
    actions.revoke(certificate.uid, reason="Ijazah palsu", by=as_principal(keeper()), now=clock.now())
    after = json.loads(client.get(address).data)
    assert statuses.decode(after["credentialSubject"]["encodedList"]) == {int(entry["statusListIndex"])}
    assert node({"credential": after, "keys": client.get("/.well-known/did.json").json})["verified"] is True
    assert b"DICABUT" in client.get(f"/verify/{certificate.code}").data
    assert queries.find_credential(certificate.id) is not None


def test_the_files_by_code_are_the_same_bytes_at_every_download(app: Flask, client: Any) -> None:
    certificate, signed = one(app)
    for name in ("credential.json", "credential.jwt", "badge.png", "badge.svg"):
        address = f"/verify/{certificate.code}/{name}"
        assert client.get(address).data == client.get(address).data
    assert client.get(f"/verify/{certificate.code}/credential.json").get_data(as_text=True) == signed.document
    for name in ("badge.png", "badge.svg"):
        picture_ = client.get(f"/verify/{certificate.code}/{name}").data
        found = reading.read(picture_)
        assert (found.kind, found.document) == (name[-3:], json.loads(signed.document))


def test_the_badge_is_a_picture_whose_code_leads_to_the_verification_page(app: Flask) -> None:
    from PIL import Image

    certificate, signed = one(app, "Ma'ruf & Ánh <b>")
    baked = baking.bake_png(picture.png(certificate.data), signed.document)
    assert Image.open(BytesIO(baked)).size == (600, 600)
    drawn = baking.bake_svg(picture.svg(certificate.data), signed.document)
    assert reading.read(drawn.encode()).document == json.loads(signed.document)
    program = shutil.which("zbarimg")
    if program:
        done = subprocess.run([program, "-q", "--raw", "png:-"], input=baked, capture_output=True)
        assert done.stdout.decode().strip() == certificate.data["verify_url"]


def test_entities_in_an_svg_are_refused_and_a_bomb_in_a_png_stays_small() -> None:
    import zlib

    assert (
        reading.read(b'<!DOCTYPE s [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>').document
        is None
    )
    body = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{" * 50_000_000)
    chunk = len(body).to_bytes(4, "big") + b"iTXt" + body + b"\0\0\0\0"
    assert len(baking.read_png(baking.PNG + chunk) or "") <= baking.LARGEST


def test_a_jwt_of_another_key_does_not_hold(app: Flask) -> None:
    _certificate, signed = one(app)
    other = suite.Key(Ed25519PrivateKey.generate(), "did:web:127.0.0.1%3A8000#x")
    bare = {name: value for name, value in json.loads(signed.document).items() if name != "proof"}
    assert not jwt.holds(jwt.write(bare, other, signed_at=clock.now()), multibase.read_public_key(EDTECH_PUBLIC))
    assert jwt.holds(jwt.write(bare, other, signed_at=clock.now()), other.public)
