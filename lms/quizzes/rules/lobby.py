"""The waiting room of a quiz: who may wait, whose turn comes when, and how its questions are sealed."""

import gzip
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lms.quizzes.rules.opening import Earlier, Terms, find_hindrance

OPENS_BEFORE = timedelta(hours=1)
APART = timedelta(milliseconds=50)
LONGEST_WAIT = timedelta(seconds=15)
IS_HERE_FOR = timedelta(minutes=2)
IV_BYTES = 12


def may_wait(
    terms: Terms, earlier: Sequence[Earlier], *, is_training_open: bool, now: datetime, extra: int = 0
) -> bool:  # fmt: skip
    """Tell whether somebody may wait for a quiz: nothing hinders but the time, and that comes within the hour."""
    opens = opens_from(terms)
    if opens is None or terms.opens_at is None or not opens <= now < terms.opens_at:
        return False
    facts: dict[str, Any] = {"is_training_open": is_training_open, "extra": extra}
    return find_hindrance(replace(terms, opens_at=None), earlier, now=terms.opens_at, **facts) is None


def opens_from(terms: Terms) -> datetime | None:
    """Return from when one may wait; None where a quiz has no time at which it opens."""
    return terms.opens_at - OPENS_BEFORE if terms.opens_at else None


def turn(number: int) -> timedelta:
    """Return how long after the opening a place asks to begin: a short time apart, so that not all ask at once."""
    return number % (LONGEST_WAIT // APART) * APART


def made_up(number: int, *, opens_at: datetime | None, now: datetime) -> timedelta:
    """Return what a place that begins now has waited for its turn: so much later its quiz closes for it."""
    late = now - opens_at if opens_at else timedelta()
    return min(turn(number), max(late, timedelta()))


def hands_in_after(attempt_uid: UUID, *, grace_seconds: int) -> timedelta:
    """Return how long after its time is over an attempt is handed in by itself: within half of the grace, spread."""
    most = min(timedelta(seconds=grace_seconds) / 2, LONGEST_WAIT)
    return most * (attempt_uid.int % 1000) / 1000


def item_uid(key: str, position: int) -> UUID:
    """Return the uid of an item of a settled attempt: the same each time, and nobody's guess."""
    return UUID(bytes=hmac.digest(bytes.fromhex(key), str(position).encode(), "sha256")[:16], version=4)


def digest(form: str, behaviour: str, items: Iterable[Any]) -> str:
    """Return what tells whether two attempts ask the same questions in the same way."""
    said = [[one.position, one.page, str(one.uid), str(one.version.uid), one.option_order, one.points] for one in items]
    return sha256(json.dumps([form, behaviour, said]).encode()).hexdigest()


def seal(page: str, *, key: str, iv: bytes, attempt_uid: UUID) -> bytes:
    """Return a page that nobody reads without the key: the iv, then AES-256-GCM of its gzip, bound to its attempt."""
    packed = gzip.compress(page.encode(), mtime=0)
    return iv + AESGCM(bytes.fromhex(key)).encrypt(iv, packed, attempt_uid.bytes)
