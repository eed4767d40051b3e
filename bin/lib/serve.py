"""Run the web server and the worker together until one is told to stop: `serve.py [--check] HOST PORT`.

Standard library only, so that the watcher stays small. Each child has a session of its own: Ctrl-C reaches
this process alone, which then ends both in order. `--check` says whether the port is free and runs nothing.
"""

import ctypes
import errno
import ipaddress
import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

BIN = Path(__file__).resolve().parents[2] / ".venv/bin"
READY_WITHIN = 60.0
STOP_WITHIN = 15.0
KEEP_ALIVE = 10  # seconds: after gunicorn's own 2, each answer of a test that is thought about needs a new connection
MOST_FILES = 4096


class Stop(Exception):
    """Somebody asked this process to end."""


def main() -> None:
    """Check the port, or serve until the end."""
    host, port = sys.argv[-2], int(sys.argv[-1])
    _require_free(host, port)
    if "--check" not in sys.argv:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)
        sys.exit(serve(host, port))


def serve(host: str, port: int) -> int:
    """Start both, tell the address when they answer, end both when either ends; return the exit status."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        children["web server"] = _spawn(web_command(host, port))
        children["worker"] = _spawn([str(BIN / "flask"), "--app", "wsgi", "worker"])
        _wait_until_ready(_local_address(host, port), children)
        _announce(host, port)
        while (ended := _ended(children)) is None:
            time.sleep(0.5)
    except Stop:
        print("\nEnding the web server and the worker …", flush=True)
        return 0
    else:
        status = children[ended].returncode
        print(f"The {ended} ended by itself (status {status}); ending the other.", file=sys.stderr)
        return 1
    finally:
        _end(children)


def web_command(host: str, port: int, application: str = "wsgi:app") -> list[str]:
    """Return the command of the web server; bin/bench runs the bare page under the same options."""
    options = ["--worker-class=gthread", "--workers=1", "--threads=8"]
    if Path("/dev/shm").is_dir():  # noqa: S108 (gunicorn's heartbeat file: a disk may stall it)
        options.append("--worker-tmp-dir=/dev/shm")
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options += ["--timeout=120", "--graceful-timeout=5"]
    options += [f"--keep-alive={KEEP_ALIVE}", f"--worker-connections={_room_for_connections()}"]
    quiet = ["--no-control-socket", "--log-level=warning"]
    return [str(BIN / "gunicorn"), *options, *quiet, f"--bind={address}", application]


def _room_for_connections() -> int:
    """Allow many open files, and return how many connections may be: a browser opens up to six and keeps them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(allowed - 500, allowed // 2)


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent, stdin=subprocess.DEVNULL)


def _end_with_parent() -> None:
    """Ask Linux to end the child when this process is killed outright; elsewhere that case is left open."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _wait_until_ready(address: str, children: dict[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and _ended(children) is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except urllib.error.HTTPError as answer:
            print(f"{address}/healthz answers {answer.code}: see the lines above.", file=sys.stderr)
            return
        except OSError:
            time.sleep(0.05)
    if _ended(children) is None:
        print(f"No answer from {address} after {READY_WITHIN:.0f} seconds; still trying.", file=sys.stderr)


def _announce(host: str, port: int) -> None:
    address = _local_address(host, port)
    print(f"\nPelita is ready:  {address}\n")
    if os.environ.get("LMS_DEMO") == "1":
        print((Path(os.environ["LMS_DATA"]) / "sign-ins.txt").read_text().rstrip())
        if not _is_loopback(host):
            print("These sign-ins work only on this machine, at the address above.")
    print("\nEnd both with Ctrl-C.", flush=True)


def _ended(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + STOP_WITHIN
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop


def _require_free(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        sys.exit(f"--port must be a number from 1 to 65535, not: {port}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except socket.gaierror:
        sys.exit(f"--host must be an address of this machine, not: {host}")
    except PermissionError:
        sys.exit(f"Port {port} is reserved for the administrator. Choose another: bin/start --port 8000")
    except OSError as problem:
        if problem.errno == errno.EADDRNOTAVAIL:
            sys.exit(f"--host must be an address of this machine, not: {host}")
        other = port % 65535 + 1
        sys.exit(f"Port {port} is in use by another program. End it, or choose another: bin/start --port {other}")


def _local_address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    main()
