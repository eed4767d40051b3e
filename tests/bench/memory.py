"""The most memory that a process and its children have held, asked of Linux while they run."""

from pathlib import Path
from threading import Event, Thread
from typing import Self

EVERY = 0.2


class Watch:
    """Looks at a process and its children; peaks in MiB, of the children the largest one's."""

    def __init__(self, pid: int) -> None:
        self.pid, self.parent, self.members = pid, 0.0, 0.0
        self._seen: set[int] = set()
        self._stop = Event()
        self._thread = Thread(target=self._look)

    @property
    def count(self) -> int:
        """How many children were seen."""
        return len(self._seen)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(EVERY):
            self.parent = max(self.parent, _peak(self.pid))
            for child in _children(self.pid):
                self._seen.add(child)
                self.members = max(self.members, _peak(child))


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in listed.read_text().split()] if listed.exists() else []


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
