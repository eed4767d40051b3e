"""A crew: processes that compute for a job and touch neither database nor disk, spread over a machine's cores.

They are forks, so an opened key or a loaded design is there already and goes through no file. Only their parent reads
and writes; if it is killed they end by themselves, and if one of them is killed the job is tried again. They give way
to the pages (`nice`). Where nothing can be forked, or for one process, the work is done where it stands.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeVar

from flask import current_app

from lms.core.errors import Refused

MOST = 4
NICE = 10
PATIENCE = 10.0  # seconds between two signs of life while a part is under way

P = TypeVar("P")
T = TypeVar("T")
_task: Callable[[Any], Iterable[Any]] | None = None


def size() -> int:
    """Return how many processes a crew has here: LMS_WORKER_PROCESSES, or as many as there are cores, at most four."""
    chosen: int = current_app.config["SETTINGS"].worker_processes
    return chosen or min(MOST, _cores())


def work(
    task: Callable[[P], Iterable[T]], parts: Iterable[P], *, processes: int, meanwhile: Callable[[], None]
) -> Iterator[T]:
    """Yield what a task makes of each part, in order; parts are read when it is their turn.

    What was made before a refusal is yielded before it is raised. `meanwhile` is called while nothing comes.
    """
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for part in parts:
            yield from task(part)
        return
    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("fork"), initializer=_begin, initargs=(task,)
    )
    under_way: deque[Future[tuple[list[T], Refused | None]]] = deque()
    try:
        for part in parts:
            under_way.append(pool.submit(_made_of, part))
            if len(under_way) > processes:
                yield from _answer(under_way.popleft(), meanwhile)
        while under_way:
            yield from _answer(under_way.popleft(), meanwhile)
    finally:
        pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer(future: Future[tuple[list[T], Refused | None]], meanwhile: Callable[[], None]) -> Iterator[T]:
    while not wait_for([future], timeout=PATIENCE).done:
        meanwhile()
    made, refusal = future.result()
    yield from made
    if refusal is not None:
        raise refusal


def _begin(task: Callable[[Any], Iterable[Any]]) -> None:
    """Make a fork a member: it gives way to others, leaves signals to its parent, and does not outlive it."""
    global _task
    _task = task
    os.nice(NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


def _made_of(part: Any) -> tuple[list[Any], Refused | None]:
    made: list[Any] = []
    try:
        made.extend((_task or list)(part))
    except Refused as refusal:
        return made, Refused(str(refusal.message), fields={key: str(value) for key, value in refusal.fields.items()})
    return made, None
