"""Pages per second of several addresses, measured in short turns, so that noise hits all of them alike."""

import itertools
import socket
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Thread

CONNECTIONS = 4


@dataclass(frozen=True)
class Address:
    """A page on a server of this machine."""

    port: int
    path: str
    cookie: str = ""


def ratios(
    addresses: Mapping[str, Address], base: Address, *, turns: int = 3, seconds: float = 0.3
) -> dict[str, tuple[float, float]]:
    """Return (pages per second, ratio to the base) of each address: medians over turns, the base right before each."""
    for address in (base, *addresses.values()):
        _warm(address)
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in addresses}
    for _turn in range(turns):
        for name, address in addresses.items():
            bare = _rate(base, seconds / 2)
            rate = _rate(address, seconds)
            seen[name].append((rate, rate / bare))
    return {name: (_middle(rate for rate, _ in values), _middle(ratio for _, ratio in values))
            for name, values in seen.items()}  # fmt: skip


def rate(address: Address, seconds: float = 1.0) -> float:
    """Return the pages per second of one address."""
    _warm(address)
    return _rate(address, seconds)


Until = Callable[[], bool]


def latencies(addresses: Sequence[Address], people: int, *, until: Until, pause: float = 1.0) -> list[float]:
    """Return how long each page took, in seconds, for people who open pages in turn and read each for a while."""
    seen: list[float] = []
    threads = [Thread(target=_browse, args=([*addresses[start:], *addresses[:start]], seen, until, pause))
               for start in range(people)]  # fmt: skip
    for number, thread in enumerate(threads):
        thread.start()
        time.sleep(pause / people if number else 0)
    for thread in threads:
        thread.join()
    return seen


def _browse(addresses: Sequence[Address], seen: list[float], until: Until, pause: float) -> None:
    for address in itertools.cycle(addresses):
        if until():
            return
        wire = _Wire(address)
        began = time.perf_counter()
        wire.ask()
        wire.take()
        seen.append(time.perf_counter() - began)
        wire.close()
        time.sleep(pause)


def _middle(values: Iterable[float]) -> float:
    return statistics.median(values)


def _warm(address: Address) -> None:
    """Let every thread of the server draw the page before it is measured."""
    for _ in range(3):
        _rate(address, 0.1)


def _rate(address: Address, seconds: float) -> float:
    wires = [_Wire(address) for _ in range(CONNECTIONS)]
    done, began = 0, time.perf_counter()
    for wire in wires:
        wire.ask()
    while (now := time.perf_counter()) < began + seconds:
        for wire in wires:
            wire.take()
            wire.ask()
            done += 1
    for wire in wires:
        wire.close()
    return done / (now - began)


class _Wire:
    """A connection that is kept; http.client would cost more processor time than some of the pages."""

    def __init__(self, address: Address) -> None:
        lines = [f"GET {address.path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: br, gzip"]
        lines += [f"Cookie: {address.cookie}"] if address.cookie else []
        self._request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self._socket = socket.create_connection(("127.0.0.1", address.port), timeout=30)
        self._path = address.path

    def ask(self) -> None:
        self._socket.sendall(self._request)

    def take(self) -> None:
        """Read one answer to its end; only 200 counts."""
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._more()
        head, _, body = read.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{self._path}: {head[:60]!r}")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        left = length - len(body)
        while left > 0:
            left -= len(self._more())

    def close(self) -> None:
        self._socket.close()

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise RuntimeError(f"{self._path}: the server closed the connection")
        return part
