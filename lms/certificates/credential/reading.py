"""Finding the credential in a file that somebody hands in: a PDF's attachment, a baked picture, JSON, or a JWT."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from lms.certificates.credential import apart, jwt, strict
from lms.certificates.credential.baking import PNG, read_png, read_svg

LARGEST = 256 * 1024


@dataclass(frozen=True)
class Found:
    """What a file is, and the credential in it, unchecked: a document, or a JWT with its key and its time."""

    kind: str
    document: dict[str, Any] | None = None
    jwt: str = ""
    method: str = ""
    signed_at: datetime | None = None


def read(content: bytes, *, is_ours: bool = False) -> Found:
    """Return what a file is ("pdf", "png", "svg", "json", "jwt", "other") and the credential in it, or none.

    A PDF is opened here where its bytes are known to be ours, else in a process of its own.
    """
    if content.startswith(b"%PDF"):
        return _of_text("pdf", apart.in_pdf(content, is_ours=is_ours))
    if content.startswith(PNG):
        return _of_text("png", read_png(content))
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _of_text("svg", read_svg(content))
    text = start[: LARGEST + 1].decode("utf-8", "replace")
    return _of_text("json" if text.startswith("{") else "jwt", text, other="other")


def credential_in(ours: bytes) -> str | None:
    """Return the text of the credential in a paper of ours, letter by letter."""
    return apart.in_pdf(ours, is_ours=True)


def name_in(ours: bytes, number: str) -> str:
    """Return the name on a paper of ours, whose title ends with its number and its name; "" where it has none."""
    from pikepdf import open as open_pdf

    with open_pdf(BytesIO(ours)) as opened:
        return str(opened.docinfo.get("/Title", "")).partition(f"{number} – ")[2]


def _of_text(kind: str, text: str | None, other: str = "") -> Found:
    text = (text or "").strip()
    if not text or len(text) > LARGEST:
        return Found(other or kind)
    if text.startswith("{"):
        return Found(kind, _parsed(text))
    try:
        token = jwt.read(text)
    except jwt.NotSigned:
        return Found(other or kind)
    return Found(kind, token.document, text, token.method, token.signed_at)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return strict.parsed(text)
    except strict.Unclean:
        return None
