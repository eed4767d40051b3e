"""Stored files: kept by their hash below the data directory, described by a row."""

import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.db import Model, db, moment, pk, uid
from lms.core.errors import Refused

KINDS = {
    "image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/gif": "gif", "application/pdf": "pdf",
    "video/mp4": "mp4", "video/webm": "webm", "audio/mpeg": "mp3", "application/zip": "zip", "text/csv": "csv",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
}  # fmt: skip


class StoredFile(Model):
    """What a file is called and which bytes it has; several rows may share the bytes."""

    id: Mapped[pk]
    uid: Mapped[uid]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[moment]


def store(data: bytes, *, name: str, media_type: str) -> StoredFile:
    """Keep bytes durably and add their row to the current transaction; the type must be one of KINDS."""
    if media_type not in KINDS:
        raise Refused("Files of this kind are not accepted.")
    sha = sha256(data).hexdigest()
    path = _path(sha)
    if not path.exists():
        _write(path, data)
    row = StoredFile(name=name[-200:], media_type=media_type, size=len(data), sha256=sha, created_at=clock.now())
    db.session.add(row)
    return row


def adopt(sha: str, *, name: str, media_type: str) -> StoredFile | None:
    """Add the row of bytes that lie there already, such as after a restore of the database alone; None without them."""
    path = _path(sha)
    if not path.exists() or sha256(path.read_bytes()).hexdigest() != sha:
        return None
    row = StoredFile(
        name=name[-200:], media_type=media_type, size=path.stat().st_size, sha256=sha, created_at=clock.now()
    )
    db.session.add(row)
    return row


def digest(data: bytes) -> str:
    """Return the hash under which bytes are kept."""
    return sha256(data).hexdigest()


def path_of(row: StoredFile) -> Path:
    """Return where the bytes of a file lie."""
    return _path(row.sha256)


def read(row: StoredFile) -> bytes:
    """Return the bytes of a file, checked against their hash."""
    return reader(row)()


def reader(row: StoredFile) -> Callable[[], bytes]:
    """Return what reads a file later, when its row and the application are at hand no more."""
    path, sha, uid_ = _path(row.sha256), row.sha256, row.uid

    def content() -> bytes:
        data = path.read_bytes()
        if sha256(data).hexdigest() != sha:
            raise OSError(f"file {uid_} is damaged")
        return data

    return content


def _path(sha: str) -> Path:
    root: Path = current_app.config["FILES_DIR"]
    return root / sha[:2] / sha


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)
