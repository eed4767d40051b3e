"""The proof eddsa-rdfc-2022 (https://www.w3.org/TR/vc-di-eddsa/): canonical N-Quads, SHA-256 twice, Ed25519."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lms.certificates.credential import contexts, multibase

SUITE = "eddsa-rdfc-2022"
Load = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Key:
    """A key that signs, and the address under which its public half is published."""

    private: Ed25519PrivateKey
    method: str

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public half."""
        return self.private.public_key().public_bytes_raw()


def sign(document: dict[str, Any], key: Key, *, created: str) -> dict[str, Any]:
    """Return a document with its proof, in an array as the schema of Open Badges wants it."""
    proof = {"type": "DataIntegrityProof", "cryptosuite": SUITE, "created": created,
             "verificationMethod": key.method, "proofPurpose": "assertionMethod"}  # fmt: skip
    value = multibase.write(key.private.sign(data_to_sign(document, proof)))
    return document | {"proof": [proof | {"proofValue": value}]}


def holds(document: dict[str, Any], proof: dict[str, Any], public: bytes) -> bool:
    """Tell whether a proof of a document (without its proof) was made by a key."""
    from pyld.jsonld import JsonLdError

    try:
        signature = multibase.read(str(proof.get("proofValue")))
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data_to_sign(document, options))
    except (InvalidSignature, JsonLdError, ValueError):
        return False
    return True


def data_to_sign(document: dict[str, Any], proof: dict[str, Any], *, load: Load = contexts.load) -> bytes:
    """Return the 64 bytes that are signed: the hash of the proof's options, then that of the document."""
    options = {"@context": document["@context"], **proof}
    return b"".join(sha256(canonical(part, load=load).encode()).digest() for part in (options, document))


def canonical(document: dict[str, Any], *, load: Load = contexts.load) -> str:
    """Return a document as canonical N-Quads (RDFC-1.0); contexts come from `load` alone."""
    from pyld import jsonld

    logging.getLogger("pyld").setLevel(logging.ERROR)

    def answer(url: str, _options: Any = None) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": load(url), "contentType": "application/ld+json"}

    made: str = jsonld.normalize(
        document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": answer}
    )
    return made
