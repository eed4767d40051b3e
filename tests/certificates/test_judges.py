"""What we publish, read by programs of others: openbadgeslib follows our keys and our list, and opens our pictures."""

import asyncio
import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pdfua
import pikepdf
import pytest
from flask import Flask
from openbadgeslib import baking as their_baking
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.status import decode_encoded_list, set_indices
from openbadgeslib.ob3.verifier import OB3VerificationError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.policy_decl import SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from lms.certificates import actions, pdf
from lms.certificates.credential import baking, picture, reading, statuses
from lms.certificates.signing.local import KeyFile
from lms.core import clock
from tests.certificates.factories import as_principal, keeper
from tests.certificates.keys import PASSPHRASE, make_key_file
from tests.certificates.papers import HOSTILE, data
from tests.certificates.test_credentials import one
from tests.certificates.test_keys import administrator

KEYWORD, ELEMENT = b"openbadgecredential", "openbadges:credential"  # Open Badges 3.0, section 5.3


def test_a_stranger_follows_our_keys_and_our_list_through_a_rotation_and_a_revocation(app: Flask, client: Any) -> None:
    certificate, signed = one(app, "Siti Aminah, S.Sos. Łukasz Ánh")
    actions.rotate_key(by=as_principal(administrator()), now=clock.now())
    did = json.loads(signed.document)["issuer"]["id"]
    asked: list[str] = []

    def fetch(url: str, *_more: Any, **_facts: Any) -> bytes:
        asked.append(urlsplit(url).path)
        data: bytes = client.get(urlsplit(url).path).data
        return data

    # it checks only lists that are JWTs; the proof inside ours is checked in test_credentials
    of_document, of_token = (kind.for_issuer_did(did, download=fetch) for kind in (OB3LdpVerifier, OB3Verifier))
    of_document.verify(signed.document, check_status=True, verify_status_list=False, download=fetch)
    of_token.verify(signed.jwt, check_status=True, verify_status_list=False, download=fetch)
    list_path = urlsplit(json.loads(signed.document)["credentialStatus"]["statusListCredential"]).path
    assert {"/.well-known/did.json", list_path} <= set(asked)
    actions.revoke(certificate.uid, reason="Salah orang", by=as_principal(keeper()), now=clock.now())
    for verifier, shown in ((of_document, signed.document), (of_token, signed.jwt)):
        with pytest.raises(OB3VerificationError, match="'revocation' is set"):
            verifier.verify(shown, check_status=True, verify_status_list=False, download=fetch)
    encoded = json.loads(client.get(list_path).data)["credentialSubject"]["encodedList"]
    assert set_indices(decode_encoded_list(encoded)) == statuses.decode(encoded) == {certificate.status_index}


def test_pictures_go_round_between_their_bakery_and_ours(app: Flask) -> None:
    data = {"number": "0001/2 & <3>", "name": "Ma'ruf Ánh", "training": "Bimtek ]]> <b>", "code_grouped": "0000-0000",
            "verify_url": "http://127.0.0.1:8000/verify/7K3M9QWX2F8AB"}  # fmt: skip
    png, svg = picture.png(data), picture.svg(data)
    document = json.dumps({"type": ["VerifiableCredential"], "name": "]]> & <b> Ánh \U0001f9ea"}, ensure_ascii=False)
    assert their_baking.extract_png(baking.bake_png(png, document), keyword=KEYWORD) == document
    ours = their_baking.extract_svg(baking.bake_svg(svg, document).encode(), element=ELEMENT, text_fallback=True)
    assert ours == document
    assert baking.read_png(their_baking.bake_png(png, document, keyword=KEYWORD)) == document
    token = "a.b.c"
    theirs = their_baking.bake_svg(svg.encode(), token, element=ELEMENT, namespace=baking.NAMESPACE)
    assert baking.read_svg(theirs) == token
    for made in (baking.bake_png(png, document), baking.bake_svg(svg, document).encode()):
        assert reading.read(made).document == json.loads(document)


@pytest.mark.parametrize("folder", pdf.folders())
def test_other_checkers_find_nothing_on_the_fast_and_signed_file(app: Flask, tmp_path: Path, folder: str) -> None:
    wanted = [(data(name=name, signature="local"), b'{"type": []}') for name in HOSTILE[:4]]
    fast = list(pdf.Printer(pdf.Paper(files=pdf.load(folder))).files(wanted))[1]
    path = tmp_path / "signed.pdf"
    path.write_bytes(KeyFile(make_key_file(tmp_path / "key.p12"), PASSPHRASE).sign(fast))
    report = pdfua.validate(path)
    assert [str(found) for found in report.findings] == []
    assert len(report.outcomes) - len(report.skipped) >= 11
    assert [ades_of(path.read_bytes()), ades_of(_flipped(path.read_bytes()))] == [
        "AdESPassed.OK",
        "AdESFailure.HASH_FAILURE",
    ]
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        del opened.Root.Lang
        opened.save(path)
    assert pdfua.validate(path).findings != []


def ades_of(made: bytes) -> str:
    """What EN 319 102-1's basic validation says of a file, read strictly, whose signer is trusted."""
    found = PdfFileReader(BytesIO(made), strict=True).embedded_signatures[0]
    trusted = SimpleTrustManager.build(trust_roots=[found.signer_cert])
    policy = CertValidationPolicySpec(trust_manager=trusted, revinfo_policy=CertRevTrustPolicy(NO_REVOCATION))
    validated = ades.ades_basic_validation(
        found.signed_data, SignatureValidationSpec(cert_validation_policy=policy), raw_digest=found.compute_digest()
    )
    return str(asyncio.run(validated).ades_subindic)


def _flipped(made: bytes) -> bytes:
    at = made.index(b"stream") + 60
    return made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]


CONTEXTS = [
    r"https://www\.w3\.org/ns/credentials/v2",
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context-3(\.\d)*\.json",
]
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
KINDS = {"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress"}


def test_a_credential_has_what_the_schema_of_open_badges_wants(app: Flask) -> None:
    # The schema of 1EdTech comes in no package: these are its demands on what we write, by hand, as its repository
    # has them (ob_v3p0_achievementcredential_schema.json): what must be there, closed objects, lists of words, moments.
    _certificate, signed = one(app)
    document = json.loads(signed.document)
    assert all(re.fullmatch(*pair) for pair in zip(CONTEXTS, document["@context"], strict=True))
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert re.fullmatch(MOMENT, document["validFrom"])
    assert document["issuer"]["type"] == ["Profile"]
    subject = document["credentialSubject"]
    assert subject["type"] == ["AchievementSubject"]
    assert subject["identifier"]
    for identity in subject["identifier"]:
        assert {"type", "hashed", "identityHash", "identityType"} <= set(identity)
        assert set(identity) <= {"type", "hashed", "identityHash", "identityType", "salt"}
        assert identity["type"] == "IdentityObject"
        assert isinstance(identity["hashed"], bool)
        assert identity["identityType"] in KINDS
    assert all(re.fullmatch(MOMENT, subject[name]) for name in ("activityStartDate", "activityEndDate"))
    assert isinstance(subject["creditsEarned"], int)
    achievement = subject["achievement"]
    assert {"id", "type", "criteria", "description", "name"} <= set(achievement)
    assert achievement["achievementType"] == "CertificateOfCompletion"
    assert achievement["criteria"]["narrative"]
    assert re.fullmatch(r"[a-z]{2,4}(-[A-Za-z0-9]+)*", achievement["inLanguage"])
    (proof,) = document["proof"]
    assert re.fullmatch(MOMENT, proof["created"])
    assert proof["proofValue"].startswith("z")
    status = document["credentialStatus"]
    assert status["type"] == "BitstringStatusListEntry"
    assert status["statusListIndex"].isdecimal()
