"""Identifiers and codes that people and phones read."""

import secrets
from hashlib import sha256

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = "*~$="
CHECKS = CROCKFORD + SIGNS + "U"


def crockford(bits: int) -> str:
    """Return that many random bits as Crockford base32 with its check character (crockford.com/base32.html).

    Values whose check would be a sign are drawn again: people find no tilde on a phone.
    """
    value = secrets.randbits(bits)
    while CHECKS[value % 37] in SIGNS:
        value = secrets.randbits(bits)
    digits = []
    rest = value
    for _ in range(-(-bits // 5)):
        rest, digit = divmod(rest, 32)
        digits.append(CROCKFORD[digit])
    return "".join(reversed(digits)) + CHECKS[value % 37]


def read_crockford(text: str) -> str | None:
    """Return a code in its plain form, or None where its check does not fit; case, spaces and dashes are free."""
    plain = text.upper().replace("-", "").replace(" ", "").replace("O", "0").replace("I", "1").replace("L", "1")
    if len(plain) < 2:
        return None
    body = plain[:-1]
    if any(letter not in CROCKFORD for letter in body):
        return None
    value = 0
    for letter in body:
        value = value * 32 + CROCKFORD.index(letter)
    return body + plain[-1] if CHECKS[value % 37] == plain[-1] else None


def grouped(code: str, size: int = 4) -> str:
    """Write a code in groups, as on paper: ABCD-EFGH."""
    return "-".join(code[i : i + size] for i in range(0, len(code), size))


def token() -> str:
    """Return a random secret for an address or a cookie (256 bits)."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """Return the SHA-256 of a secret that has enough randomness of its own, in hex."""
    return sha256(text.encode()).hexdigest()
