"""Addresses of built browser assets, with their hashed names."""

import json
from functools import lru_cache
from pathlib import Path

BUILD = Path(__file__).parent.parent.parent / "static" / "build"


def url(name: str) -> str:
    """Return the address of an asset such as "app.css"; the plain name while nothing is built."""
    return f"/static/build/{_manifest().get(name, name)}"


def hold() -> None:
    """Read the names of now, as the server does with the files: a later build changes nothing for this process."""
    _manifest()


def read(name: str) -> str:
    """Return the text of an asset; empty while nothing is built."""
    path = BUILD / _manifest().get(name, name)
    return path.read_text() if path.exists() else ""


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = BUILD / "manifest.json"
    found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    return found
