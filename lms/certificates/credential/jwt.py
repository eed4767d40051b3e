"""The same credential as a VC-JWT (Open Badges 3.0, section 8.2): the credential is the payload, signed with EdDSA."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lms.certificates.credential.suite import Key

CLAIMS = {"iss", "jti", "nbf", "exp", "sub"}


class NotSigned(ValueError):
    """A text that is no VC-JWT of the kind that we make."""


def write(document: dict[str, Any], key: Key) -> str:
    """Return a credential (without a proof) as a compact JWT."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": key.method}
    claims: dict[str, Any] = {"iss": document["issuer"]["id"], "jti": document["id"],
                              "nbf": _seconds(document["validFrom"])}  # fmt: skip
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    signed = f"{_encode(header)}.{_encode(document | claims)}"
    return f"{signed}.{_text(key.private.sign(signed.encode()))}"


def read(text: str) -> tuple[str, dict[str, Any]]:
    """Return the key's address and the credential of a JWT, unchecked; raise NotSigned for anything else."""
    parts = text.strip().split(".")
    try:
        header, payload, _signature = (_bytes(part) for part in parts)
        head, body = json.loads(header), json.loads(payload)
        if head["alg"] != "EdDSA" or not isinstance(body, dict):
            raise NotSigned
        return str(head["kid"]), {name: value for name, value in body.items() if name not in CLAIMS}
    except (ValueError, KeyError, TypeError) as problem:
        raise NotSigned from problem


def holds(text: str, public: bytes) -> bool:
    """Tell whether a JWT was signed by a key."""
    signed, _dot, signature = text.strip().rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_bytes(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _seconds(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).timestamp())


def _encode(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
