"""A small authenticator in software: makes a passkey and signs with it, as a phone does (WebAuthn, ES256)."""

import json
import secrets
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn import base64url_to_bytes
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """One device with one passkey; `origin` is where its browser believes to be."""

    def __init__(self, *, origin: str, rp_id: str = "localhost", counts: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.origin, self.rp_id, self.counts = origin, rp_id, counts
        self.count, self.flags, self.handle = 0, PRESENT | VERIFIED, ""

    def make(self, options: dict[str, Any]) -> str:
        """Answer a server that asks for a new passkey."""
        self.handle = options["user"]["id"]
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + self._public()
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested}
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": client, "attestationObject": cbor2.dumps(statement)})

    def sign(self, options: dict[str, Any], **changes: str) -> str:
        """Answer a server that asks for a signature."""
        self.count += self.counts
        data, client = self._data(0), self._client("webauthn.get", options)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(parts, **{"userHandle": self.handle, **changes})

    def _public(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _data(self, flags: int) -> bytes:
        return sha256(self.rp_id.encode()).digest() + bytes([self.flags | flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, parts: dict[str, bytes], **texts: str) -> str:
        response = {name: bytes_to_base64url(value) for name, value in parts.items()} | texts
        name = bytes_to_base64url(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def changed(answer: str, part: str) -> str:
    """Return an answer with one bit of a part turned."""
    said = json.loads(answer)
    value = bytearray(base64url_to_bytes(said["response"][part]))
    value[-1] ^= 1
    said["response"][part] = bytes_to_base64url(bytes(value))
    return json.dumps(said)
