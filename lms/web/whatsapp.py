"""Links that open WhatsApp with a text."""

from urllib.parse import quote


def link(phone: str | None, words: str) -> str:
    """Return the address that opens a chat with this number and text; empty without a number."""
    digits = (phone or "").lstrip("+")
    return f"https://wa.me/{digits}?text={quote(words)}" if digits else ""
