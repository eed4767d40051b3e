"""Numbers as people type them: with the marks of their language, or without any."""

import re
from decimal import Decimal

MOST_DIGITS = 12
MOST_ID = 2**31 - 1  # of a row, as PostgreSQL keeps it
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class NotANumber(ValueError):
    """A text that is no number, or not one of the kind that is wanted."""


class TwoReadings(ValueError):
    """A text that is one number in this language and another one elsewhere, such as "1,500"."""


def read(text: str, *, decimal_mark: str) -> Decimal:
    """Return the number of a text; where it makes sense in one way only, the marks of another language will do."""
    own = _parse(text, decimal_mark)
    found = own if own is not None else _parse(text, _other(decimal_mark))
    if found is None:
        raise NotANumber
    return found


def read_whole(text: str, *, decimal_mark: str) -> int:
    """Return the whole number of a text: "108.474", "108 474" and "1.500.000,00" where the decimal mark is a comma."""
    found, elsewhere = read(text, decimal_mark=decimal_mark), _parse(text, _other(decimal_mark))
    if decimal_mark in text and elsewhere not in (None, found):
        raise TwoReadings
    if found != int(found):
        raise NotANumber
    return int(found)


def plain(text: str, *, most: int) -> int | None:
    """Return the whole number from 0 to `most` in plain digits that a text is, else None; it may be of any length."""
    is_short = text.isascii() and text.isdecimal() and len(text) <= len(str(most)) + 3
    return int(text) if is_short and int(text) <= most else None


def _parse(text: str, decimal_mark: str) -> Decimal | None:
    bare = _SPACES.sub(" ", text.strip()).replace("\u2212", "-")
    mark, between = re.escape(decimal_mark), f"[{_other(decimal_mark)} ]"
    whole = re.fullmatch(rf"(-?)([0-9]+|[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+)(?:{mark}([0-9]+))?", bare)
    if whole is None:
        return None
    digits = re.sub(between, "", whole[2])
    if len(digits) > MOST_DIGITS or len(whole[3] or "") > MOST_DIGITS:
        return None
    return Decimal(f"{whole[1]}{digits}.{whole[3] or 0}")


def _other(mark: str) -> str:
    return "," if mark == "." else "."
