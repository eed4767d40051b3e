"""The client processes: each leads its share of the people, a thread for each."""

import dataclasses
import json
import multiprocessing
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Any

from tests.bench.rush.lobby import Waiting
from tests.bench.rush.person import NoAnswer, Person, Told
from tests.bench.rush.scene import Guest

ALL_BEGIN_WITHIN = 10.0


class Crowd:
    """All people of a rush, divided among processes. `answered` counts what the servers have answered so far."""

    def __init__(
        self, guests: Sequence[Guest], ports: list[int], *, clients: int, pause: float, within: float, waits: bool
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self.answered: Any = context.Value("q", 0)
        self._gate, self._told = context.Barrier(clients + 1), context.Queue()
        plain = [{"participation": str(one.participation), "path": one.path, "cookie": one.cookie} for one in guests]
        shares = [plain[start::clients] for start in range(clients)]
        arguments = (ports, pause, within, waits, self.answered, self._gate, self._told)
        self._processes: list[BaseProcess] = [
            context.Process(target=lead, args=(share, *arguments)) for share in shares
        ]
        for process in self._processes:
            process.start()

    def begin(self) -> None:
        """Wait until everybody has opened the quiz, then let all go."""
        self._gate.wait(timeout=600)

    def told(self) -> list[Told]:
        """Wait for all and return what each person was told."""
        found = [Told(**one) for _ in self._processes for one in json.loads(self._told.get(timeout=1800))]
        for process in self._processes:
            process.join()
        return found


def lead(
    guests: list[dict[str, str]], ports: list[int], pause: float, within: float, waits: bool, answered: Any, gate: Any,
    queue: Any,
) -> None:  # fmt: skip
    """Lead some people through the quiz, in this process."""

    def tick() -> None:
        with answered.get_lock():
            answered.value += 1

    kind = Waiting if waits else Person
    people = [kind(one, ports, tick, pause=pause) for one in guests]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: _kept(one, one.open), people))
    gate.wait(timeout=600)
    with ThreadPoolExecutor(max(1, len(people))) as pool:
        list(pool.map(lambda one: _come(one, 0.0 if waits else within), people))
    queue.put(json.dumps([dataclasses.asdict(one.told) for one in people]))


def _come(person: Person, within: float) -> None:
    if not person.told.fault:
        time.sleep(random.uniform(0, within))
        _kept(person, person.take)


def _kept(person: Person, act: Callable[[], None]) -> None:
    try:
        act()
    except NoAnswer as problem:
        person.told.fault = str(problem)
