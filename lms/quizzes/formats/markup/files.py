"""The files that a text names as media/NAME."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lms.quizzes.rules.question_file import QuestionText

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


def names_in(said: QuestionText) -> list[str]:
    """Return the names of all files of a question."""
    return list(dict.fromkeys(every_name([said.text, said.feedback, said.options, dict(said.settings)])))


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


def question_renamed(said: QuestionText, names: Mapping[str, str]) -> QuestionText:
    """Return a question with other names for its files, also in its options and settings."""
    if all(one == other for one, other in names.items()):
        return said
    return replace(
        said, text=renamed(said.text, names), feedback=renamed(said.feedback, names),
        options=tuple(_renamed(one, names) for one in said.options), settings=_renamed(dict(said.settings), names),
    )  # fmt: skip


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return renamed(value, names)
    if isinstance(value, Mapping):
        made = {key: _renamed(one, names) for key, one in value.items()}
        is_picture = "width" in value and isinstance(value.get("name"), str)
        return made | ({"name": names.get(value["name"], value["name"])} if is_picture else {})
    return [_renamed(one, names) for one in value] if isinstance(value, Sequence) else value
