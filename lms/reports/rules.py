"""How the files of a bundle are called, and the list of their checksums."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lms.core.names import folded


def file_name(text: str, *, most: int = 60) -> str:
    """Return a text as a part of a file name that every system takes: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(text)).strip("-")[:most].strip("-") or "x"


def checksums(sha_by_name: Mapping[str, str]) -> str:
    """Return the list that `sha256sum --check` reads, by name."""
    return "".join(f"{sha}  {name}\n" for name, sha in sorted(sha_by_name.items()))


def by_source(lines: Iterable[Any]) -> list[tuple[str, int]]:
    """Return what was spent by source of the money, the largest first; sources that differ in case are one."""
    sums: dict[str, tuple[str, int]] = {}
    for line in lines:
        source, spent = sums.get(line.source.casefold(), (line.source, 0))
        sums[line.source.casefold()] = (source, spent + (line.realised or 0))
    return sorted(sums.values(), key=lambda row: (-row[1], row[0]))


def voices(texts: Sequence[str], *, most: int = 20) -> tuple[list[tuple[str, int]], int]:
    """Return what was said most, each once with how often, by number and alphabet; and how many answers are left out.

    What differs only in case or spaces is the same.
    """
    counted: Counter[str] = Counter()
    first: dict[str, str] = {}
    for text in texts:
        key = " ".join(text.split()).casefold()
        counted[key] += 1
        first.setdefault(key, text)
    order = sorted(counted, key=lambda key: (-counted[key], key))
    return [(first[key], counted[key]) for key in order[:most]], sum(counted[key] for key in order[most:])
