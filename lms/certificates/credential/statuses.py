"""Bitstring Status List (https://www.w3.org/TR/vc-bitstring-status-list/): a bit for each credential, set when revoked.

The first index is the most significant bit of the first byte; gzip; "u" and base64url without padding.
"""

import gzip
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from lms.certificates.credential import contexts
from lms.certificates.credential.document import Issuer, stamp

LIST_TYPE = "BitstringStatusListCredential"
SIZE = 131_072  # the least that the standard allows, so that one entry hides among many


def encode(indexes: Iterable[int]) -> str:
    """Return a list in which these bits are set, the same text for the same bits."""
    bits = bytearray(SIZE // 8)
    for index in indexes:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def decode(text: str) -> set[int]:
    """Return which bits of a list are set; raise ValueError for what is no list of our size."""
    if not text.startswith("u"):
        raise ValueError("not a status list")
    packed, unpacker = urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)), zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        bits = unpacker.decompress(packed, SIZE // 8 + 1)
    except zlib.error as problem:
        raise ValueError("not a status list") from problem
    if len(bits) != SIZE // 8 or not unpacker.eof:
        raise ValueError("not a status list")
    return {at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit}


def list_document(url: str, *, issuer: Issuer, indexes: Iterable[int], changed_at: datetime) -> dict[str, Any]:
    """Return a status list without its proof, dated by its last change."""
    return {
        "@context": [contexts.CREDENTIALS], "id": url, "type": ["VerifiableCredential", LIST_TYPE],
        "issuer": issuer.did, "validFrom": stamp(changed_at),
        "credentialSubject": {"id": f"{url}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
                              "encodedList": encode(indexes)},
    }  # fmt: skip
