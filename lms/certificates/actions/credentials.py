"""Signing certificates for machines: the document with its proof, and the lists that tell which have ended."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from lms.certificates import queries
from lms.certificates.actions.keys import open_private, start_key
from lms.certificates.credential import document, jwt, statuses, suite
from lms.certificates.credential.document import Issuer, StatusEntry, method_of, stamp
from lms.certificates.models import Certificate, StatusList
from lms.core.db import db, transaction


@dataclass(frozen=True)
class Signing:
    """What signs the credentials of one batch."""

    key_id: int
    key: suite.Key
    issuer: Issuer
    valid_from: datetime


@dataclass(frozen=True)
class Signed:
    """A credential as it is kept: its document with the proof, and the same as a JWT."""

    key_id: int
    document: str
    jwt: str


def signing(*, now: datetime, held: Signing | None = None) -> Signing:
    """Return what signs now, `held` while that is still it; the first time a key is made."""
    row = queries.find_current_key(now=now) or start_key(now=now)
    if held is not None and held.key_id == row.id:
        return held
    issuer = queries.issuer()
    return Signing(row.id, suite.Key(open_private(row), method_of(issuer.did, row.public)), issuer, row.valid_from)


def credential_of(
    data: Mapping[str, Any], by: Signing, *, place: tuple[UUID, int] | None, valid_until: date | None, now: datetime
) -> Signed:
    """Return a certificate's credential, from nothing but its frozen data and its place in a status list."""
    entry = StatusEntry(list_url(by.issuer, place[0]), place[1]) if place else None
    made = document.document(data, issuer=by.issuer, status=entry, valid_until=valid_until)
    signed = suite.sign(made, by.key, created=stamp(now))
    return Signed(by.key_id, document.as_bytes(signed).decode(), jwt.write(made, by.key, signed_at=now))


def status_list(uid: UUID, *, now: datetime) -> dict[str, Any]:
    """Return a status list as it stands now, signed; the same bytes until something changes."""
    found, by = queries.get_status_list(uid), signing(now=now)
    changed_at = max(queries.list_changed_at(found), by.valid_from)
    made = statuses.list_document(
        list_url(by.issuer, found.uid), issuer=by.issuer, indexes=queries.ended_indexes(found.id), changed_at=changed_at
    )
    return suite.sign(made, by.key, created=stamp(changed_at))


def list_url(issuer: Issuer, uid: UUID) -> str:
    """Return the address of a status list."""
    return f"{issuer.url}/credentials/status/{uid}"


@transaction()
def take_entries(count: int, *, now: datetime) -> list[tuple[int, int]]:
    """Take places in a status list at random, so that neighbours in it say nothing about neighbours in a room."""
    held = select(StatusList).order_by(StatusList.id.desc()).limit(1).with_for_update(key_share=True)
    found = db.session.scalar(held)
    if found is None or _taken(found.id) + count > statuses.SIZE // 2:
        found = StatusList(made_at=now)
        db.session.add(found)
        db.session.flush()
    return [(found.id, index) for index in _free(found.id, count)]


def _taken(list_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Certificate.status_list_id == list_id)) or 0


def _free(list_id: int, count: int) -> Sequence[int]:
    chance, free = secrets.SystemRandom(), dict[int, None]()
    while len(free) < count:
        drawn = chance.sample(range(statuses.SIZE), count - len(free))
        asked = select(Certificate.status_index).where(
            Certificate.status_list_id == list_id, Certificate.status_index.in_(drawn)
        )
        used = set(db.session.scalars(asked))
        free |= {index: None for index in drawn if index not in used}
    return list(free)
