"""The whole service as people run it: the database that bin/start prepares, the web server and the worker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "pelita-demo"
LOADED_FROM = ("lms", "content", "certificates", "migrations", "bin/lib/prepare.py", "package-lock.json")


class Service:
    """A running instance with a folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Service":
        """Start the web server and the worker as bin/start does, and wait until they answer; once while they run."""
        if self._process and self._process.poll() is None:
            return self
        command = [sys.executable, "-S", "bin/lib/serve.py", "127.0.0.1", str(self.port)]
        log = (self.folder / "service.log").open("wb")
        environment = environment_of(self.folder) | {"LMS_DEMO": "1", "LMS_PUBLIC_URL": self.url}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        log.close()
        wait_for(f"{self.url}/healthz", self._process)
        return self

    def stop(self) -> None:
        """End both as Ctrl-C does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=30)

    def log(self) -> str:
        """What both have said."""
        return (self.folder / "service.log").read_text()


def prepare(folder: Path) -> None:
    """Make the tables and load the demonstration, as the first bin/start does."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "bin/lib/prepare.py"], cwd=ROOT, env=environment_of(folder), check=True, capture_output=True
    )


def copy(loaded: Path, folder: Path) -> Path:
    """Copy a prepared folder, so that what a journey writes stays its own."""
    shutil.copytree(loaded, folder)
    return folder


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of an instance: nothing of the tester's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LMS_")}
    return kept | {"LMS_DATA": str(folder)}


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(address: str, process: "subprocess.Popen[bytes]", *, seconds: float = 60) -> None:
    """Wait until an address answers; fail when its process ended or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer (status {process.poll()})")
