"""The web processes under test: started, killed outright, started again; and what processor time they took."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import servers

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Web:
    """One web server (a master and its worker) on a port of its own."""

    port: int
    process: subprocess.Popen[bytes]


class Service:
    """Several web servers over one database; each keeps its port over its deaths."""

    def __init__(self, environment: Mapping[str, str], *, count: int) -> None:
        self._environment = {**os.environ, **environment}
        self._of_the_dead = 0.0
        self.web = [self._start(servers.free_port()) for _ in range(count)]
        for one in self.web:
            servers.wait(one.port)

    @property
    def ports(self) -> list[int]:
        """Where the servers listen."""
        return [one.port for one in self.web]

    def kill(self, number: int) -> None:
        """Kill one server and its worker outright, start it again and wait until it answers."""
        one = self.web[number]
        self._of_the_dead += processor_of(one.process.pid)
        os.killpg(one.process.pid, signal.SIGKILL)
        one.process.wait()
        self.web[number] = self._start(one.port)
        servers.wait(one.port)

    def processor(self) -> float:
        """Return the processor seconds of all servers until now, the killed ones included."""
        return self._of_the_dead + sum(processor_of(one.process.pid) for one in self.web)

    def stop(self) -> None:
        """End all."""
        for one in self.web:
            one.process.terminate()
        for one in self.web:
            one.process.wait(timeout=30)

    def _start(self, port: int) -> Web:
        command = servers.serve.web_command("127.0.0.1", port)
        return Web(port, subprocess.Popen(command, cwd=servers.ROOT, env=self._environment, start_new_session=True))


def processor_of(pid: int) -> float:
    """Return the processor seconds of a process and its children, on Linux; elsewhere 0."""
    if sys.platform != "linux":
        return 0.0
    return sum(_own_seconds(one) for one in _family(pid)) / TICKS


def _family(pid: int) -> Sequence[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(one) for one in children.read_text().split()] if children.exists() else []
    return [pid, *(own for child in found for own in _family(child))]


def _own_seconds(pid: int) -> int:
    """Return user and system time in ticks, with those of children that ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(one) for one in fields[11:15])
