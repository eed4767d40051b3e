"""Reads of passkeys."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import Passkey
from lms.core.db import db
from lms.core.errors import Missing


def passkeys_of(person_id: int) -> Sequence[Passkey]:
    """Return the passkeys of a person, the first one first."""
    return db.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)).all()


def get_own_passkey(uid: UUID, *, person_id: int | None) -> Passkey:
    """Return one of a person's own passkeys; Missing if it is nobody's or another's."""
    found = db.session.scalar(select(Passkey).where(Passkey.uid == uid, Passkey.person_id == person_id))
    if found is None:
        raise Missing
    return found


def find_passkey(credential: str) -> Passkey | None:
    """Return the passkey that a device calls so, or None."""
    return db.session.scalar(select(Passkey).where(Passkey.credential == credential))
