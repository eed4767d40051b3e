"""Files that come in small parts, so that a broken line goes on where it stopped.

A browser makes the uid, tells name and size, and sends the parts in order; beginning again tells how far it has come. A
part that comes twice is taken once. What is complete is taken over by whatever it was sent for, and its parts go; what
stays unfinished is forgotten after a week.
"""

from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Model, db, moment, pk, transaction, uid
from lms.core.errors import Conflict, Missing, Refused
from lms.core.names import clean

LARGEST_PART = 512 * 1024
KEPT = timedelta(days=7)
MOST_OPEN = 40


class Upload(Model):
    """A file on its way, by whoever sends it."""

    __table_args__ = (CheckConstraint("size > 0", name="size"),)
    id: Mapped[pk]
    uid: Mapped[uid]
    principal_id: Mapped[int] = mapped_column(ForeignKey("principal.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[moment] = mapped_column(index=True)


class UploadPart(Model):
    """Bytes of a file on its way, from `start` on."""

    __table_args__ = (UniqueConstraint("upload_id", "start"),)
    id: Mapped[pk]
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    start: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[bytes] = mapped_column(LargeBinary)


@transaction()
def begin(upload_uid: UUID, *, name: str, size: int, by: int, now: datetime) -> int:
    """Begin a file, or find it again; how many of its bytes are here."""
    row = db.session.scalar(select(Upload).where(Upload.uid == upload_uid))
    if row is not None:
        if (row.principal_id, row.size) != (by, size):
            raise Conflict("Another file has this number.")
        return came(upload_uid, by=by)
    most = current_app.config["SETTINGS"].largest_upload_mib
    if not 0 < size <= most * 1024 * 1024:
        raise Refused(_("The file is larger than %(n)s MB.", n=most))
    underway = select(func.count()).where(Upload.principal_id == by)
    if (db.session.scalar(underway) or 0) >= MOST_OPEN:
        raise Refused(_("Too many files are on their way. Finish or reload first."))
    db.session.add(Upload(uid=upload_uid, principal_id=by, name=clean(name)[-200:] or "file", size=size, at=now))
    return 0


@transaction()
def take(upload_uid: UUID, *, start: int, data: bytes, by: int) -> int:
    """Take the part that begins where the last one ended, any other changes nothing; how many bytes are here then."""
    row = _own(upload_uid, by, locked=True)
    here = came(upload_uid, by=by)
    if start != here or not data:
        return here
    if len(data) > LARGEST_PART or here + len(data) > row.size:
        raise Refused(_("This part does not belong to the file."))
    db.session.add(UploadPart(upload_id=row.id, start=start, data=data))
    db.session.flush()
    return here + len(data)


def came(upload_uid: UUID, *, by: int) -> int:
    """Return how many bytes of a file are here."""
    row = _own(upload_uid, by)
    length = select(func.coalesce(func.sum(func.length(UploadPart.data)), 0)).where(UploadPart.upload_id == row.id)
    return int(db.session.scalar(length) or 0)


@transaction()
def finish(upload_uid: UUID, *, by: int) -> tuple[str, bytes]:
    """Return name and bytes of a file that is complete, and forget its parts; refuse one that is not."""
    row = _own(upload_uid, by, locked=True)
    parts = select(UploadPart.data).where(UploadPart.upload_id == row.id).order_by(UploadPart.start)
    data = b"".join(db.session.scalars(parts))
    if len(data) != row.size:
        raise Refused(_("%(name)s has not arrived whole. Choose it again.", name=row.name))
    name = row.name
    _forget([row.id])
    return name, data


@transaction()
def forget_old(now: datetime) -> int:
    """Forget files that were never finished; how many."""
    ids = list(db.session.scalars(select(Upload.id).where(Upload.at < now - KEPT)))
    _forget(ids)
    return len(ids)


def _forget(ids: list[int]) -> None:
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id.in_(ids)))
    db.session.execute(delete(Upload).where(Upload.id.in_(ids)))


def _own(upload_uid: UUID, by: int, *, locked: bool = False) -> Upload:
    found = select(Upload).where(Upload.uid == upload_uid, Upload.principal_id == by)
    row = db.session.scalar(found.with_for_update() if locked else found)
    if row is None:
        raise Missing
    return row
