"""Private PostgreSQL and Redis servers for one run of the tests: temporary folder, free local ports."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import programs


def end_with_parent() -> None:
    """Ask Linux to end the child when its parent is killed outright; elsewhere that case is left open."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


class Servers:
    """What was started, to be ended by process id at the end of the `with` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        for process, number in self._running:
            process.send_signal(number)
        for process, _ in self._running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def postgres(self, *, is_durable: bool = False) -> str:
        """Start PostgreSQL and return its address; the user may create databases. Only a durable one syncs its writes.

        It sorts by a language (ICU), as real servers do: a query that needs the C collation must say so.
        """
        server = Path(_require("postgres"))
        user = _unprivileged_user()
        data = self.folder / "postgres"
        data.mkdir()
        if user:
            self.folder.chmod(0o711)
            shutil.chown(data, user, pwd.getpwnam(user).pw_gid)
        initdb = [str(server.with_name("initdb")), f"--pgdata={data}", "--username=pelita", "--auth=trust"]
        common = ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
        for sorting in (["--locale-provider=icu", "--icu-locale=en"], []):
            made = subprocess.run(
                [*initdb, *common, *sorting], user=user, cwd="/", capture_output=True, text=True, check=False
            )
            if made.returncode == 0:
                break
        else:
            raise SystemExit(f"initdb failed:\n{made.stderr}")
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "jit": "off",  # the short queries of tests would pay for a compiler
        } | ({} if is_durable else dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off"))
        command = [str(server), "-D", str(data), *(f"--{name}={value}" for name, value in settings.items())]
        self._start("PostgreSQL", command, port, user=user, ends_on=signal.SIGINT)
        ready = [str(server.with_name("pg_isready")), "-q", "-h", "127.0.0.1", "-p", str(port)]
        _until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")
        return f"postgresql+psycopg://pelita@127.0.0.1:{port}/postgres"

    def redis(self) -> str:
        """Start Redis (or Valkey) without persistence and return its address."""
        port = _free_port()
        data = self.folder / "redis"
        data.mkdir()
        options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(data), "--save", ""]
        self._start("Redis", [_require("redis"), *options], port, user=None, ends_on=signal.SIGTERM)
        return f"redis://127.0.0.1:{port}/0"

    def _start(self, name: str, command: list[str], port: int, *, user: str | None, ends_on: signal.Signals) -> None:
        log = (self.folder / f"{name}.log").open("wb")
        process = subprocess.Popen(
            command,
            user=user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )
        log.close()
        self._running.append((process, ends_on))

        def answers() -> bool:
            if process.poll() is not None:
                raise SystemExit(f"{name} did not start:\n{(self.folder / f'{name}.log').read_text()}")
            with socket.socket() as door:
                return door.connect_ex(("127.0.0.1", port)) == 0

        _until(answers, name)


def _require(program: str) -> str:
    found = programs.find(program)
    if found is None:
        raise SystemExit(f"{program} was not found; bin/setup --test installs it.")
    return found


def _unprivileged_user() -> str | None:
    """Name who runs PostgreSQL: it refuses to run as root."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


def _until(is_ready: Callable[[], bool], name: str, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > until:
            raise SystemExit(f"{name} did not answer within {seconds:.0f} seconds.")
        time.sleep(0.05)
