"""ZIP files that are written while they are sent: many files, one at a time in memory, with the length known before."""

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

Named = tuple[str, Callable[[], bytes]]
EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_BYTES, MOST_FILES = 2**31 - 1, 2**16 - 2  # beyond these a ZIP has another, longer form


class _Sink(io.RawIOBase):
    """Takes what a ZIP writer writes, to be given on in between; it cannot go back."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self.waiting.append(piece)
        return len(piece)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken, self.waiting = b"".join(self.waiting), []
        return taken


def stream(named: Sequence[Named]) -> Iterator[bytes]:
    """Yield the bytes of a ZIP with these files, stored as they are; two of one name get numbers."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for name, (_said, content) in zip(_apart([name for name, _content in named]), named, strict=True):
            archive.writestr(ZipInfo(name, EPOCH), content())
            yield sink.take()
    yield sink.take()


def length(sized: Sequence[tuple[str, int]]) -> int | None:
    """Return how many bytes such a ZIP has, from the sizes of its files; None where it would have the longer form."""
    names = [len(name.encode()) for name in _apart([name for name, _size in sized])]
    total = sum(size + 30 + 16 + 2 * name + 46 for name, (_said, size) in zip(names, sized, strict=True)) + 22
    return total if total <= MOST_BYTES and len(names) <= MOST_FILES else None


def _apart(names: Sequence[str]) -> list[str]:
    found: dict[str, int] = {}
    made = []
    for name in names:
        found[name] = found.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        made.append(name if found[name] == 1 else f"{stem} ({found[name]}){dot}{ending}")
    return made
