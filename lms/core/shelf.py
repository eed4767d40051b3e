"""A shelf: files that lie a short while under a uid, beside the store of those that stay, and go by themselves."""

import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import current_app

KEPT = timedelta(hours=2)
_FOLDER = "shelf"


def lay(uid: UUID, data: bytes, *, now: datetime, kept: timedelta = KEPT) -> None:
    """Lay a file on the shelf for a while, in the place of the one that lay there under its uid."""
    path = _path(uid)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    until = (now + kept).timestamp()  # what the system calls the time of its change tells when it goes
    os.utime(temporary, (until, until))
    Path(temporary).replace(path)


def find(uid: UUID, *, now: datetime) -> Path | None:
    """Return where a file lies, None where none does or its time is over."""
    path = _path(uid)
    return path if path.exists() and not _is_over(path, now) else None


def take_away(uid: UUID) -> None:
    """Take a file off the shelf before its time."""
    _path(uid).unlink(missing_ok=True)


def clear(now: datetime) -> int:
    """Take away what has lain long enough; how many files."""
    over = [path for path in _path(None).glob("*") if _is_over(path, now)]
    for path in over:
        path.unlink(missing_ok=True)
    return len(over)


def _is_over(path: Path, now: datetime) -> bool:
    return path.stat().st_mtime < now.timestamp()


def _path(uid: UUID | None) -> Path:
    folder: Path = current_app.config["FILES_DIR"] / _FOLDER
    return folder / uid.hex if uid else folder
