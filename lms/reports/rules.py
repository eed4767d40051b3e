"""How the files of a bundle are called, and the list of their checksums."""

import re
from collections.abc import Mapping

from lms.core.names import folded


def file_name(text: str, *, most: int = 60) -> str:
    """Return a text as a part of a file name that every system takes: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:most].strip("-") or "x"


def checksums(sha_by_name: Mapping[str, str]) -> str:
    """Return the list that `sha256sum --check` reads, by name."""
    return "".join(f"{sha}  {name}\n" for name, sha in sorted(sha_by_name.items()))
