"""A journal apart from the database: lines are only ever added, so what a restored copy forgot is still known.

It lies at LMS_JOURNAL, is locked while it is written, and holds no personal data and no secret. What is of another kind
stands in a book of its own beside it.
"""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app

LAST_PART = 1024 * 1024  # bytes of the newest lines that are looked at when new ones are added
LAST_LINE = 16 * 1024  # more than any line has
KEPT = 1000  # lines that a process remembers, so that a batch does not read them again for each of its papers


class Book:
    """The open journal, held by one process."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._remembered = file, f"journal_newest:{name}"

    def newest(self) -> list[dict[str, Any]]:
        """Return the newest lines, oldest first; those that this process saw last, when nobody has written since."""
        stamp, lines = current_app.extensions.get(self._remembered, (None, []))
        if stamp != self._stamp():
            lines = _newest(self._file)[-KEPT:]
            self._remember(lines)
        return list(lines)

    def add(self, lines: Sequence[dict[str, Any]]) -> None:
        """Write lines durably after all others."""
        before = self.newest()
        self._file.seek(0, os.SEEK_END)
        self._file.write(b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._remember([*before, *lines][-KEPT:])

    def _remember(self, lines: list[dict[str, Any]]) -> None:
        current_app.extensions[self._remembered] = (self._stamp(), lines)

    def _stamp(self) -> tuple[int, ...]:
        found = os.fstat(self._file.fileno())
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@contextmanager
def held(name: str = "") -> Iterator[Book]:
    """Hold the journal, or one of its other books, for writing; others wait."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield Book(file, name)


def last(name: str = "") -> dict[str, Any] | None:
    """Return the newest line, or None where nothing was written yet."""
    path = _path(name)
    if not path.exists():
        return None
    with path.open("rb") as file:
        lines = _newest(file, LAST_LINE)
    return lines[-1] if lines else None


def read(name: str = "") -> list[dict[str, Any]]:
    """Return every line, oldest first; a line that was cut off by a failure is left out."""
    path = _path(name)
    return _lines(path.read_bytes()) if path.exists() else []


def _newest(file: BinaryIO, most: int = LAST_PART) -> list[dict[str, Any]]:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - most))
    part = file.read()
    return _lines(part if size <= most else part.partition(b"\n")[2])


def _lines(content: bytes) -> list[dict[str, Any]]:
    found = []
    for line in content.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def _path(name: str) -> Path:
    path: Path = current_app.config["SETTINGS"].journal
    return path.with_name(f"{path.stem}-{name}{path.suffix}") if name else path
