"""The same credential as a VC-JWT (Open Badges 3.0, section 8.2): the credential is the payload, signed with EdDSA."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lms.certificates.credential import strict
from lms.certificates.credential.suite import Key

CLAIMS = {"iss", "jti", "nbf", "exp", "sub", "iat"}


class NotSigned(ValueError):
    """A text that is no VC-JWT of the kind that we make."""


@dataclass(frozen=True)
class Token:
    """What a JWT says, unchecked: the address of its key, the credential, and when it was signed."""

    method: str
    document: dict[str, Any]
    signed_at: datetime | None


def write(document: dict[str, Any], key: Key, *, signed_at: datetime) -> str:
    """Return a credential (without a proof) as a compact JWT."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": key.method}
    claims: dict[str, Any] = {"iss": document["issuer"]["id"], "jti": document["id"],
                              "nbf": _seconds(document["validFrom"]), "iat": int(signed_at.timestamp())}  # fmt: skip
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    signed = f"{_encode(header)}.{_encode(document | claims)}"
    return f"{signed}.{_text(key.private.sign(signed.encode()))}"


def read(text: str) -> Token:
    """Return what a JWT says, unchecked; raise NotSigned for anything else."""
    parts = text.strip().split(".")
    try:
        header, payload, _signature = (_bytes(part) for part in parts)
        head, body = strict.parsed(header), strict.parsed(payload)
        if head["alg"] != "EdDSA":
            raise NotSigned
        claims = {name: body.pop(name) for name in CLAIMS & set(body)}
        return Token(str(head["kid"]), body, _moment(claims.get("iat")))
    except (ValueError, KeyError, TypeError, OverflowError) as problem:
        raise NotSigned from problem


def holds(text: str, public: bytes) -> bool:
    """Tell whether a JWT was signed by a key."""
    signed, _dot, signature = text.strip().rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(_bytes(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _moment(seconds: Any) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC)


def _seconds(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).timestamp())


def _encode(value: dict[str, Any]) -> str:
    return _text(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
