"""Which names a question's data may have, and of what sort each is: what a file brings is not trusted."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from lms.core.names import clean_text
from lms.quizzes.rules.types.base import key_of

MOST_ROWS = 200
LONGEST = 50_000
DEEPEST = 6
Check = Callable[[Any], bool]
_KEY = re.compile(r"[a-z0-9]{1,20}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{0,20})?(e-?[0-9]{1,2})?")


def problems(options: Any, settings: Any) -> Iterator[str]:
    """Tell what in options and settings is not known, or is of the wrong sort."""
    yield from _rows("options", options, 0)
    yield from _mapping("settings", settings, 0)


def cleaned(value: Any, *, deep: int = 0) -> Any:
    """Return plain data with cleaned texts; what is too deep is left out."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return [cleaned(one, deep=deep + 1) for one in value] if deep < DEEPEST * 2 else []
    if isinstance(value, Mapping):
        return {str(k): cleaned(v, deep=deep + 1) for k, v in value.items()} if deep < DEEPEST * 2 else {}
    return value if isinstance(value, bool | int | float) else None


def keyed(kind: str, options: list[Any], settings: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Give keys to rows that have none: numbers, and where their order is the answer keys that do not tell it.

    A place may name its right choices by their texts.
    """
    options, settings = list(options), dict(settings)
    if isinstance(settings.get("rubric"), list):
        settings["rubric"] = _numbered(settings["rubric"])
    if isinstance(settings.get("choices"), list):
        settings["choices"] = _hidden(settings["choices"])
        options = [_pointed(row, settings["choices"]) for row in options]
    return _hidden(options) if kind == "ordering" else _numbered(options), settings


def _numbered(rows: list[Any]) -> list[Any]:
    found = []
    for number, row in enumerate(rows, 1):
        made = {"key": str(number), **row} if isinstance(row, Mapping) else row
        if isinstance(made, dict) and isinstance(made.get("options"), list):
            made["options"] = _numbered(made["options"])
        found.append(made)
    return found


def _hidden(rows: list[Any]) -> list[Any]:
    taken = {str(row.get("key")) for row in rows if isinstance(row, Mapping)}
    found = []
    for row in rows:
        made = row
        if isinstance(row, Mapping) and not row.get("key"):
            key = key_of(str(row.get("text", "")), taken)
            taken.add(key)
            made = {"key": key, **row}
        found.append(made)
    return found


def _pointed(row: Any, choices: list[Any]) -> Any:
    if not isinstance(row, Mapping) or not isinstance(row.get("right"), list | tuple):
        return row
    by_text = {one.get("text"): one["key"] for one in reversed(choices) if isinstance(one, Mapping)}
    known = set(by_text.values())
    return {**row, "right": [one if one in known else by_text.get(one, one) for one in row["right"]]}


def _rows(name: str, value: Any, deep: int) -> Iterator[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ROWS or deep > DEEPEST:
        yield _("“%(key)s” must be a list of at most %(n)s tables.", key=name, n=MOST_ROWS)
        return
    for row in value:
        yield from _mapping(name, row, deep + 1)
    if name in KEYED and len({row.get("key") for row in value if isinstance(row, Mapping)} - {None}) != len(value):
        yield _("each row of “%(key)s” needs a key of its own.", key=name)


def _mapping(name: str, value: Any, deep: int) -> Iterator[str]:
    if not isinstance(value, Mapping) or deep > DEEPEST:
        yield _("“%(key)s” must be a table.", key=name)
        return
    for key, one in value.items():
        if key in TABLES:
            yield from (_rows if key in LISTS else _mapping)(key, one, deep + 1)
        elif key not in SORTS:
            yield _("“%(key)s” is not known here.", key=key)
        elif not SORTS[key](one):
            yield wrong(key)


def wrong(key: str) -> str:
    """Say that what stands under a name is not what belongs there."""
    return str(_("“%(key)s” is of the wrong sort.", key=key))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _is_part_in_words(value: Any) -> bool:
    return isinstance(value, str) and (not value or _NUMBER.fullmatch(value) is not None)


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 100_000


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 100_000


def _is_share(value: Any) -> bool:
    return _is_number(value) and -1 <= value <= 1


def _is_part(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= 1


def _is_yes(value: Any) -> bool:
    return isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) <= MOST_ROWS and all(_is_text(one) for one in value)


def _is_wholes(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) <= MOST_ROWS and all(_is_whole(one) for one in value)


LISTS = {"options", "choices", "units", "rubric", "levels"}
KEYED = {"options", "choices", "rubric"}
TABLES = LISTS | {"settings", "picture"}
_TEXTS = (
    "text", "feedback", "tolerance", "group", "shape", "type", "layout", "factor", "name", "alt", "grading",
    "unit", "template", "notes", "right_feedback", "partly_feedback", "wrong_feedback", "html", "feedback_html",
    "address",
    "right_feedback_html", "partly_feedback_html", "wrong_feedback_html",
)  # fmt: skip
SORTS: dict[str, Check] = {
    "key": _is_key, "relative": _is_part_in_words, "share": _is_share,
    "points": _is_number, "unit_penalty": _is_part, "penalty": _is_part,
    **dict.fromkeys(_TEXTS, _is_text),
    **dict.fromkeys(("right", "kinds", "hints", "hints_html"), _is_texts),
    **dict.fromkeys(("coords",), _is_wholes),
    **dict.fromkeys(("correct", "many", "all_or_nothing", "case", "accents", "keeps_order"), _is_yes),
    **dict.fromkeys(("width", "height", "least_words", "most_words", "lines", "most_files"), _is_whole),
}  # fmt: skip
