"""Finds the credential in a stranger's PDF in a process of its own: a file of a few kilobytes may unpack to gigabytes.

This file is run as a script, with a limit on memory and time: the PDF on stdin, the text of its first JSON on stdout.
"""

import subprocess
import sys
from pathlib import Path

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10
LARGEST = 256 * 1024


def in_pdf(content: bytes, *, is_ours: bool) -> str | None:
    """Return the text of a PDF's first JSON attachment; None without one, or where reading it takes too much."""
    if is_ours:
        return _read(content).decode() or None
    command = [sys.executable, "-I", str(Path(__file__))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * MOST_SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 and done.stdout else None


def _read(content: bytes) -> bytes:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as opened:
        for name, attached in opened.attachments.items():
            if name.endswith(".json"):
                return attached.get_file().read_bytes()[: LARGEST + 1]
    return b""


def _limit() -> None:
    import resource

    for what, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):  # macOS has no limit of address space
            continue


def main() -> None:
    """Answer one PDF; a damaged one ends with nothing said."""
    _limit()
    try:
        sys.stdout.buffer.write(_read(sys.stdin.buffer.read()))
    except Exception:  # whatever a hostile file makes the reader do
        sys.exit(1)


if __name__ == "__main__":
    main()
