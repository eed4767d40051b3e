"""Credentials baked into pictures (Open Badges 3.0, section 5.3): an iTXt chunk of a PNG, an element of an SVG."""

import struct
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
LARGEST = 256 * 1024
LARGEST_SVG = 512 * 1024  # a million elements would take memory; ours have three hundred


def bake_png(picture: bytes, credential: str) -> bytes:
    """Return a PNG with a credential in an uncompressed iTXt chunk before its end."""
    body = KEYWORD + b"\0\0\0\0\0" + credential.encode()
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    end = picture.rindex(b"IEND") - 4
    return picture[:end] + chunk + picture[end:]


def read_png(picture: bytes) -> str | None:
    """Return the credential in a PNG, or None."""
    for name, body in _chunks(picture):
        if name == b"iTXt" and body.startswith(KEYWORD + b"\0"):
            is_packed, rest = body[len(KEYWORD) + 1 : len(KEYWORD) + 2] == b"\1", body[len(KEYWORD) + 3 :]
            text = rest.split(b"\0", 2)[-1]
            return (_unpacked(text) if is_packed else text[:LARGEST]).decode("utf-8", "replace")
    return None


def bake_svg(picture: str, credential: str) -> str:
    """Return an SVG whose first element holds a credential as JSON."""
    start = picture.index(">", picture.index("<svg")) + 1
    safe = credential.replace("]]>", "]]]]><![CDATA[>")
    element = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"><![CDATA[{safe}]]></openbadges:credential>'
    return picture[:start] + element + picture[start:]


def read_svg(picture: bytes) -> str | None:
    """Return the credential in an SVG (JSON inside, or a JWT in `verify`), or None; entities are refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(picture) > LARGEST_SVG:
        return None
    try:
        root: Element = fromstring(picture, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError):
        return None
    found = root.find(f".//{{{NAMESPACE}}}credential")
    if found is None:
        return None
    return (found.text or "").strip() or found.get("verify")


def _unpacked(text: bytes) -> bytes:
    """Return what was packed, no more than the largest credential; nothing where it is damaged."""
    try:
        return zlib.decompressobj().decompress(text, LARGEST)
    except zlib.error:
        return b""


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while picture.startswith(PNG) and at + 12 <= len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        at += size + 12
