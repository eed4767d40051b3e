"""The files that a text names as media/NAME."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Address = Callable[[str], str | None]


def media_names(markdown: str) -> list[str]:
    """Return the names of the files that a text names as media/NAME, in order."""
    return list(dict.fromkeys(re.findall(r"\]\(\s*<?media/([^)\s>]+)", markdown)))


def every_name(value: Any) -> list[str]:
    """Return the names of all files in the texts of options and settings, and of their picture."""
    if isinstance(value, str):
        return media_names(value)
    if isinstance(value, Mapping):
        own = [value["name"]] if "width" in value and isinstance(value.get("name"), str) else []
        return own + [name for one in value.values() for name in every_name(one)]
    return [name for one in value for name in every_name(one)] if isinstance(value, list | tuple) else []


def with_files(markdown: str, address: Address) -> str:
    """Return foreign Markdown with media/NAME where it names a file that came with it."""

    def put(found: re.Match[str]) -> str:
        is_link = re.match(r"(?i)(https?|mailto|tel):|#", found[2]) is not None
        place = None if is_link else address(found[2])
        return f"{found[1]}{place or found[2]}"

    return re.sub(r"(\]\(\s*<?)([^)\s>]+)", put, markdown.strip())


def renamed(markdown: str, address: Mapping[str, str]) -> str:
    """Return Markdown with other names for its files."""
    return re.sub(r"(\]\(\s*<?)media/([^)\s>]+)", lambda m: f"{m[1]}media/{address.get(m[2], m[2])}", markdown)
