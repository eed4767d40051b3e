"""The JSON-LD contexts that credentials name: read from an installed package, never fetched.

They are data files of the PyPI package openbadgeslib; its code is not imported.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
MULTIKEY = "https://w3id.org/security/multikey/v1"
DIDS = "https://www.w3.org/ns/did/v1"
FILES = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "ob-v3p0-context-3.0.3.json",
}


class UnknownContext(ValueError):
    """A document names a context that is not one of ours."""


@cache
def load(url: str) -> dict[str, Any]:
    """Return a context; raise UnknownContext for any but the bundled ones."""
    if url not in FILES:
        raise UnknownContext(url)
    loaded: dict[str, Any] = json.loads((_folder() / FILES[url]).read_text())
    return loaded


def _folder() -> Path:
    found = find_spec("openbadgeslib")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("openbadgeslib is not installed: run bin/setup")
    return Path(found.submodule_search_locations[0]) / "ob3" / "contexts"
