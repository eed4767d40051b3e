"""The audit trail: who did what to which row, appended, with digests that a job seals into a chain.

Personal before and after values stand in a side table, encrypted under a key per person that erasure destroys.
"""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet
from sqlalchemy import ForeignKey, LargeBinary, String, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Json, Model, db, moment, pk, transaction, uid


class TrailEntry(Model):
    """One act: no personal data in it."""

    id: Mapped[pk]
    uid: Mapped[uid]
    at: Mapped[moment] = mapped_column(index=True)
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("principal.id"), index=True)
    act: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_uid: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    digest: Mapped[str] = mapped_column(String(64))


class TrailKey(Model):
    """The key of one principal's personal values in the trail; erasure deletes it."""

    id: Mapped[pk]
    owner_id: Mapped[int] = mapped_column(ForeignKey("principal.id"), unique=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)


class TrailDetail(Model):
    """Personal values before and after an act, encrypted under their owner's key."""

    id: Mapped[pk]
    entry_id: Mapped[int] = mapped_column(ForeignKey("trail_entry.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("principal.id"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TrailSeal(Model):
    """A link of the chain: the digests of all entries up to one, hashed onto the link before."""

    id: Mapped[pk]
    at: Mapped[moment]
    from_id: Mapped[int]
    until_id: Mapped[int] = mapped_column(unique=True)
    chain: Mapped[str] = mapped_column(String(64))


def record(
    act: str, *, by: int | None, subject: str, subject_uid: UUID | None = None, owner_id: int | None = None,
    personal: dict[str, Any] | None = None, **facts: Any,
) -> TrailEntry:  # fmt: skip
    """Append an act to the trail, inside the action's own transaction.

    `facts` are plain values without personal data; `personal` (before and after values) is sealed for `owner_id`,
    the principal that they are about.
    """
    at = clock.now()
    entry = TrailEntry(
        at=at, principal_id=by, act=act, subject=subject, subject_uid=subject_uid, facts=facts,
        digest=_digest(at, by, act, subject, subject_uid, facts),
    )  # fmt: skip
    db.session.add(entry)
    if personal and owner_id:
        db.session.flush()
        sealed = Fernet(_key(owner_id)).encrypt(json.dumps(personal, default=str).encode())
        db.session.add(TrailDetail(entry_id=entry.id, owner_id=owner_id, sealed=sealed))
    return entry


def read_personal(detail: TrailDetail) -> dict[str, Any] | None:
    """Open the personal values of an act, or None where their key was destroyed."""
    key = db.session.scalar(select(TrailKey.secret).where(TrailKey.owner_id == detail.owner_id))
    if key is None:
        return None
    opened: dict[str, Any] = json.loads(Fernet(key).decrypt(detail.sealed))
    return opened


@transaction()
def seal() -> TrailSeal | None:
    """Chain the digests of all entries since the last seal; None when there are none."""
    last = db.session.scalar(select(TrailSeal).order_by(TrailSeal.id.desc()).limit(1))
    since = last.until_id if last else 0
    rows = db.session.execute(
        select(TrailEntry.id, TrailEntry.digest).where(TrailEntry.id > since).order_by(TrailEntry.id)
    ).all()
    if not rows:
        return None
    chain = _link(last.chain if last else "", [row.digest for row in rows])
    link = TrailSeal(at=clock.now(), from_id=rows[0].id, until_id=rows[-1].id, chain=chain)
    db.session.add(link)
    return link


def find_broken_seal() -> TrailSeal | None:
    """Return the first link of the chain that its rows no longer give, or None."""
    chain = ""
    for link in db.session.scalars(select(TrailSeal).order_by(TrailSeal.id)):
        rows = db.session.scalars(
            select(TrailEntry).where(TrailEntry.id.between(link.from_id, link.until_id)).order_by(TrailEntry.id)
        )
        chain = _link(chain, [_digest(r.at, r.principal_id, r.act, r.subject, r.subject_uid, r.facts) for r in rows])
        if chain != link.chain:
            return link
    return None


def _digest(at: datetime, by: int | None, act: str, subject: str, subject_uid: UUID | None, facts: Any) -> str:
    row = [at.isoformat(), by, act, subject, str(subject_uid), facts]
    return sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()


def _link(chain: str, digests: list[str]) -> str:
    return sha256("\n".join([chain, *digests]).encode()).hexdigest()


def _key(owner_id: int) -> bytes:
    key = db.session.scalar(select(TrailKey).where(TrailKey.owner_id == owner_id))
    if key is None:
        key = TrailKey(owner_id=owner_id, secret=Fernet.generate_key())
        db.session.add(key)
    return key.secret
