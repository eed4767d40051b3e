"""Both servers under test: the service and the bare page, each under the gunicorn options of bin/start."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bin" / "lib"))

import serve  # noqa: E402 - bin/lib is no package: its files run without the virtual environment


class Servers:
    """What was started, ended by process id."""

    def __init__(self) -> None:
        self._running: dict[str, tuple[subprocess.Popen[bytes], int]] = {}

    def start(self, application: str, data: Path) -> int:
        """Start an application over a data folder, once; return its port."""
        if application not in self._running:
            port = free_port()
            environment = {**os.environ, "LMS_DATA": str(data), "LMS_DEMO": "1", "LMS_DATABASE_URL": _database(data)}
            command = serve.web_command("127.0.0.1", port, application)
            self._running[application] = (subprocess.Popen(command, cwd=ROOT, env=environment), port)
            wait(port)
        return self._running[application][1]

    def start_worker(self, data: Path) -> subprocess.Popen[bytes]:
        """Start the worker over a data folder, as bin/start does."""
        environment = {**os.environ, "LMS_DATA": str(data), "LMS_DEMO": "1", "LMS_DATABASE_URL": _database(data)}
        command = [str(serve.BIN / "flask"), "--app", "wsgi", "worker"]
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        self._running["worker"] = (worker, 0)
        return worker

    def stop(self) -> None:
        """End what runs."""
        for process, _port in self._running.values():
            process.terminate()
        for process, _port in self._running.values():
            process.wait(timeout=15)
        self._running.clear()


def _database(data: Path) -> str:
    return f"sqlite:///{data / 'pelita.sqlite'}"


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait(port: int, seconds: float = 60) -> None:
    """Wait until something listens at a port."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers at port {port}")
