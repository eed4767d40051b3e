"""Work in a process of its own, so that its peak memory is its own."""

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True)
class Spent:
    """What a piece of work cost: seconds by the clock and of the processor, peak memory of its process in MiB."""

    seconds: float
    processor: float
    peak: float
    count: int


def measure(work: Callable[[Path], Callable[[], int]], data: Path) -> Spent:
    """Prepare with `work(data)` in a fresh process, then measure what it returns; that answers how many it did."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(work, data, theirs))
    process.start()
    theirs.close()
    spent: Spent = ours.recv()
    process.join()
    return spent


def _run(work: Callable[[Path], Callable[[], int]], data: Path, pipe: Connection) -> None:
    act = work(data)
    began, processor = time.perf_counter(), _processor()
    count = act()
    pipe.send(Spent(time.perf_counter() - began, _processor() - processor, _peak(), count))


def _processor() -> float:
    """Return the processor seconds of this process and of the children that it had."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    """Return the peak of this process; Linux's ru_maxrss would begin with that of the parent."""
    status: Any = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / MIB if sys.platform == "darwin" else peak / 1024
