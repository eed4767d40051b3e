"""The words of the demonstration, from the TOML files beside the code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent
CONTENT = FOLDER.parent.parent / "content"
REGIONS = FOLDER.parent.parent / "node_modules" / "idn-area-data" / "data"


@cache
def words(name: str) -> dict[str, Any]:
    """Return one of the files: "programme", "event", "names", "activities" or "facts"."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
