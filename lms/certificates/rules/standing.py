"""What a certificate is worth today, and a key that signs credentials."""

from datetime import date, datetime
from enum import StrEnum


class Standing(StrEnum):
    """The answer to whoever verifies a certificate."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    EXPIRED = "expired"
    VOID = "void"
    IN_THE_MAKING = "numbered"
    RECORDED = "recorded"


def standing(
    *, state: str, revoked_at: datetime | None, is_replaced: bool, expires_on: date | None, today: date,
    is_historic: bool = False,
) -> Standing:  # fmt: skip
    """Return what a certificate is worth: a revocation outranks all, a successor outranks the calendar.

    A historic number is no more than recorded: nobody here has seen what was signed.
    """
    if state == "void":
        return Standing.VOID
    if revoked_at is not None:
        return Standing.REVOKED
    if is_replaced:
        return Standing.REPLACED
    if state == "numbered":
        return Standing.IN_THE_MAKING
    if expires_on is not None and today > expires_on:
        return Standing.EXPIRED
    return Standing.RECORDED if is_historic else Standing.VALID


class KeyStanding(StrEnum):
    """What a key does now."""

    SIGNS = "signs"
    WAITS = "waits"
    ENDED = "ended"
    REVOKED = "revoked"


def key_standing(
    valid_from: datetime, valid_until: datetime | None, revoked_at: datetime | None, *, now: datetime
) -> KeyStanding:
    """Return what a key does now."""
    if revoked_at is not None:
        return KeyStanding.REVOKED
    if valid_from > now:
        return KeyStanding.WAITS
    return KeyStanding.SIGNS if valid_until is None or valid_until > now else KeyStanding.ENDED
