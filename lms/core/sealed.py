"""Secrets for a worker's memory alone: sealed to a key that no disk has.

Each worker makes a key when it starts and publishes its public half. A passphrase that somebody types is sealed to
every worker that was seen lately; only its memory can open the box, so a restart asks again. A box is X25519,
HKDF-SHA256 and ChaCha20-Poly1305; each has a key of its own, so its nonce is zero.
"""

from base64 import b64decode, b64encode
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String, Text, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Model, db, moment, pk, transaction
from lms.core.errors import Refused

SEEN_LATELY = timedelta(minutes=10)
NONCE = bytes(12)


class WorkerKey(Model):
    """The public half of a key that one worker has in its memory."""

    id: Mapped[pk]
    public: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[moment]


class SealedBox(Model):
    """A secret about a subject that one worker can open."""

    id: Mapped[pk]
    subject: Mapped[str] = mapped_column(String(80), index=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("worker_key.id"), index=True)
    box: Mapped[str] = mapped_column(Text)
    made_at: Mapped[moment]


@transaction()
def begin() -> None:
    """Make this process one that can open boxes; what an earlier start was given is lost."""
    now = clock.now()
    _forget_workers(WorkerKey.seen_at < now - SEEN_LATELY)
    private = X25519PrivateKey.generate()
    row = WorkerKey(public=b64encode(private.public_key().public_bytes_raw()).decode(), seen_at=now)
    db.session.add(row)
    db.session.flush()
    current_app.extensions["worker_key"] = (row.id, private)


@transaction()
def stay() -> None:
    """Tell that this worker still holds its key."""
    held = current_app.extensions.get("worker_key")
    if held is not None:
        db.session.execute(update(WorkerKey).where(WorkerKey.id == held[0]).values(seen_at=clock.now()))


@transaction()
def end() -> None:
    """Forget this process's key and every box that only it could open."""
    held = current_app.extensions.pop("worker_key", None)
    if held is not None:
        _forget_workers(WorkerKey.id == held[0])


@transaction()
def seal(subject: str, secret: bytes, *, now: datetime) -> int:
    """Keep a secret for every worker seen lately, in place of an older one; refuse when there is none."""
    keys = db.session.scalars(select(WorkerKey).where(WorkerKey.seen_at >= now - SEEN_LATELY)).all()
    if not keys:
        raise Refused(_("No worker is running that could hold the passphrase. Start it, then try again."))
    forget(subject)
    for key in keys:
        box = b64encode(_sealed(b64decode(key.public), secret, subject)).decode()
        db.session.add(SealedBox(subject=subject, key_id=key.id, box=box, made_at=now))
    db.session.flush()
    return len(keys)


def held_since(subject: str, *, now: datetime) -> datetime | None:
    """Return since when every worker that is alive can open a secret of a subject, or None where one cannot."""
    alive = db.session.scalars(select(WorkerKey.id).where(WorkerKey.seen_at >= now - SEEN_LATELY)).all()
    boxes = select(SealedBox.key_id, SealedBox.made_at).where(SealedBox.subject == subject)
    held = {row.key_id: row.made_at for row in db.session.execute(boxes)}
    return max(held[key] for key in alive) if alive and held.keys() >= set(alive) else None


def is_held(subject: str, *, now: datetime) -> bool:
    """Tell whether a worker that is alive can open a secret of a subject."""
    keys = select(WorkerKey.id).where(WorkerKey.seen_at >= now - SEEN_LATELY)
    box = select(SealedBox.id).where(SealedBox.subject == subject, SealedBox.key_id.in_(keys))
    return db.session.scalar(box.limit(1)) is not None


def opened(subject: str) -> bytes | None:
    """Return a secret that was sealed to this worker, or None."""
    held = current_app.extensions.get("worker_key")
    if held is None:
        return None
    found = select(SealedBox.box).where(SealedBox.subject == subject, SealedBox.key_id == held[0])
    box = db.session.scalar(found.order_by(SealedBox.id.desc()).limit(1))
    return _unsealed(held[1], b64decode(box), subject) if box else None


@transaction()
def forget(subject: str) -> None:
    """Destroy the boxes of a subject."""
    db.session.execute(delete(SealedBox).where(SealedBox.subject == subject))


def _forget_workers(which: object) -> None:
    ids = select(WorkerKey.id).where(which)  # type: ignore[arg-type]
    db.session.execute(delete(SealedBox).where(SealedBox.key_id.in_(ids)))
    db.session.execute(delete(WorkerKey).where(which))  # type: ignore[arg-type]


def _sealed(public: bytes, secret: bytes, subject: str) -> bytes:
    once = X25519PrivateKey.generate()
    ours = once.public_key().public_bytes_raw()
    key = _key(once.exchange(X25519PublicKey.from_public_bytes(public)), ours + public)
    return ours + ChaCha20Poly1305(key).encrypt(NONCE, secret, subject.encode())


def _unsealed(private: X25519PrivateKey, box: bytes, subject: str) -> bytes | None:
    ours = private.public_key().public_bytes_raw()
    key = _key(private.exchange(X25519PublicKey.from_public_bytes(box[:32])), box[:32] + ours)
    try:
        return ChaCha20Poly1305(key).decrypt(NONCE, box[32:], subject.encode())
    except InvalidTag:
        return None


def _key(shared: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"pelita sealed box").derive(shared)
