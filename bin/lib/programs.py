"""Where the programs of the tests are: `programs.py chromium` prints the path, or nothing."""

import shutil
import sys
from pathlib import Path

SHELL = ("chromium-headless-shell",)
NAMES = {
    "shell": SHELL,
    "chromium": (*SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "postgres": ("postgres",),
    "redis": ("redis-server", "valkey-server"),
    "poppler": ("pdftotext",),
    "qpdf": ("qpdf",),
    "zbar": ("zbarimg",),
}
FOLDERS = {
    "chromium": (
        "/Applications/Chromium.app/Contents/MacOS",
        "/Applications/Google Chrome.app/Contents/MacOS",
    ),
    "postgres": (
        "/usr/lib/postgresql/*/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
    ),
    "redis": ("/opt/homebrew/bin", "/usr/local/bin"),
}
MAC_NAMES = {"chromium": ("Chromium", "Google Chrome")}


def find(program: str) -> str | None:
    """Find a program by its usual names: on PATH, else where Debian and Homebrew keep it, newest first."""
    folders = [folder for pattern in FOLDERS.get(program, ()) for folder in _newest_first(pattern)]
    for name in NAMES[program] + MAC_NAMES.get(program, ()):
        for path in (None, *folders):
            if found := shutil.which(name, path=path):
                # Debian's links in /usr/bin hide the neighbours (initdb beside postgres).
                return str(Path(found).resolve()) if program == "postgres" else found
    return None


def _newest_first(pattern: str) -> list[str]:
    root = Path("/")
    return sorted((str(folder) for folder in root.glob(pattern.lstrip("/"))), key=_version, reverse=True)


def _version(folder: str) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.replace("@", "/").split("/") if part.isdigit())


if __name__ == "__main__":
    print(find(sys.argv[1]) or "")
