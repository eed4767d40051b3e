"""The keys that sign credentials: begun, changed from a day on, and given up when somebody else may have one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates import permissions, queries
from lms.certificates.actions.journal import note_key_later
from lms.certificates.credential import keys
from lms.certificates.models import CredentialKey, KeyEvent, KeyFact
from lms.core import clock, trail, vault
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import queries as places

PURPOSE = "certificates: signing keys"


@transaction()
def start_key(*, now: datetime) -> CredentialKey:
    """Make a key where none signs now; one that another process made meanwhile is kept."""
    return queries.find_current_key(now=now) or _add_key(now, now=now)


@transaction()
def rotate_key(*, by: Principal, now: datetime, first_day: date | None = None) -> CredentialKey:
    """Sign with a new key from a day on, or from now; what the old one signed stays valid, and both are published."""
    _require_keeper(by)
    begins = _beginning(first_day, now)
    held = _held_keys()
    if any(row.revoked_at is None and row.sealed and row.valid_from > now for row in held):
        raise Refused(_("A new key waits for its day already. Revoke it before you make another."))
    for row in held:
        if row.valid_until is None:
            row.valid_until = begins
            _note(row, KeyFact.ENDS, now=now)
    made = _add_key(begins, now=now)
    trail.record("certificates.key_rotated", by=by.id, subject="credential_key", subject_uid=made.uid,
                 valid_from=begins.isoformat())  # fmt: skip
    return made


@transaction()
def revoke_key(uid: UUID, *, reason: str, by: Principal, now: datetime) -> CredentialKey:
    """Trust a key no longer, because somebody else may have it; another one signs from now on."""
    _require_keeper(by)
    held = _held_keys()
    found = next((row for row in held if row.uid == uid), None)
    if found is None:
        raise Missing
    if not reason:
        raise Refused(_("Please give the reason."), fields={"reason": _("Please give the reason.")})
    if found.revoked_at is not None:
        return found
    if found.valid_from > now:
        _let_go_on(held, until=found.valid_from, now=now)
    ends = max(now, found.valid_from)
    found.revoked_at, found.revoke_reason = now, reason
    found.valid_until = min(found.valid_until or ends, ends)
    _note(found, KeyFact.REVOKED, now=now)
    start_key(now=now)
    trail.record("certificates.key_revoked", by=by.id, subject="credential_key", subject_uid=uid, reason=reason)
    return found


def open_private(row: CredentialKey) -> Any:
    """Return the private half of a key; refuse in words when LMS_SECRET_KEY is another one."""
    try:
        return keys.open_key(row.sealed, vault.box(PURPOSE))
    except keys.CannotOpen as problem:
        raise Refused(
            _("The key that signs credentials cannot be opened: LMS_SECRET_KEY is not the one under which it was made.")
        ) from problem


def _require_keeper(by: Principal) -> None:
    if not permissions.may_keep_keys(by):
        raise Missing


def _held_keys() -> list[CredentialKey]:
    """Return all keys and hold them, so that two administrators cannot change them at once."""
    return list(db.session.scalars(select(CredentialKey).order_by(CredentialKey.id).with_for_update(key_share=True)))


def _beginning(first_day: date | None, now: datetime) -> datetime:
    zone = places.site().zone
    today = clock.local(now, zone).date()
    if first_day is None or first_day == today:
        return now
    if first_day < today:
        message = _("A key cannot begin in the past.")
        raise Refused(message, fields={"first_day": message})
    return clock.at(first_day, 0, 0, zone)


def _let_go_on(held: list[CredentialKey], *, until: datetime, now: datetime) -> None:
    """Let the key that was to end when another begins sign on: that other one never will."""
    for row in held:
        if row.valid_until == until and row.revoked_at is None:
            row.valid_until = None
            _note(row, KeyFact.GOES_ON, now=now)


def _add_key(begins: datetime, *, now: datetime) -> CredentialKey:
    """Add a key that signs until the next one begins."""
    public, sealed = keys.new_key(vault.box(PURPOSE))
    row = CredentialKey(public=public, sealed=sealed, valid_from=begins, valid_until=queries.next_beginning(begins))
    db.session.add(row)
    db.session.flush()
    _note(row, KeyFact.MADE, now=now)
    return row


def _note(row: CredentialKey, kind: KeyFact, *, now: datetime) -> None:
    """Append what happened to a key, and let the journal learn it."""
    db.session.add(KeyEvent(key_id=row.id, kind=kind, at=now))
    note_key_later()
    db.session.flush()
