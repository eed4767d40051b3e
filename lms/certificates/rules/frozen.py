"""What a paper prints, frozen as plain values when its number is taken."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from lms.core.ids import crockford, grouped

# Signs of titles that no typeface of the papers has, as they are printed: without it one "≥" would hold up a training.
_SPELLED = str.maketrans({"→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "≥": ">=", "≤": "<=", "≠": "/=", "≈": "~",
                          "№": "No.", "●": "•", "▪": "•", "■": "•", "‣": "•"})  # fmt: skip


def new_code() -> str:
    """Return a verification code: 60 random bits in Crockford base32 with a check character that can be spelled."""
    return crockford(60)


def code_facts(code: str, public_url: str) -> dict[str, str]:
    """Return what a paper prints of its code."""
    return {"code": code, "code_grouped": grouped(code), "verify_url": f"{public_url}/verify/{code}",
            "verify_at": f"{public_url}/verify"}  # fmt: skip


def day_of(data: Mapping[str, Any], name: str) -> date | None:
    """Return a day that was frozen, or None where there is none."""
    return date.fromisoformat(data[name]) if data.get(name) else None


def as_printed(value: Any) -> Any:
    """Return plain values with every sign spelled out that the papers' typefaces lack and that has a spelling."""
    if isinstance(value, str):
        return value.translate(_SPELLED)
    if isinstance(value, Mapping):
        return {key: as_printed(one) for key, one in value.items()}
    return [as_printed(one) for one in value] if isinstance(value, list) else value


def texts_of(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a paper prints that somebody has typed."""
    typed = ("name", "position", "office", "training", "organiser", "city", "place", "institution", "qualification")
    yield from (str(data.get(key) or "") for key in typed)
    yield from (data.get("signer") or {}).values()
    yield from (row["title"] for row in (*data.get("modules", ()), *data.get("trainings", ())))


def hashed_email(email: str) -> dict[str, str]:
    """Return an e-mail address as a credential may show it: hashed with a salt of its own; nothing without one."""
    if not email:
        return {}
    salt = secrets.token_hex(16)
    return {"email_hash": "sha256$" + sha256((email + salt).encode()).hexdigest(), "email_salt": salt}


def modules_of(modules: list[tuple[str, int]]) -> dict[str, Any]:
    """Return the list of subjects and its total; lesson hours in hundredths."""
    return {"modules": [{"title": title, "jp": jp} for title, jp in modules], "jp": sum(jp for _title, jp in modules)}
