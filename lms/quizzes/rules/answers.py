"""Reading what people type: words by pattern, numbers with Indonesian or English marks."""

import re
import unicodedata
from decimal import Decimal

_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(
    r"(?i)^(?:(?:rp\.?|[$€£¥])\s*)?([+-]?)\s*(\d[\d.,\s']*)(e[+-]?\d{1,2})?\s*(?:[^\d]{0,24}|[^\W\d_]\S{0,23})$"
)
LONGEST_NUMBER = 60


def matches(pattern: str, answer: str, *, case: bool = False, accents: bool = False) -> bool:
    """Tell whether an answer fits a pattern in which * stands for any run of characters (\\* for itself)."""
    text = _folded(answer, case=case, accents=accents)
    pieces = [
        _folded(piece, case=case, accents=accents)
        for piece in pattern.strip().replace("\\*", "\0").replace("*", "\1").split("\1")
    ]
    pieces = [piece.replace("\0", "*") for piece in pieces]
    if len(pieces) == 1:
        return text == pieces[0]
    return _in_order(pieces, text)


def read_numbers(text: str) -> tuple[Decimal, ...]:
    """Return every number that a text may mean: "37,5" and "37.5" are one, "1.250" may be 1250 or 1.25."""
    found = (
        _NUMBER.match(text.strip().replace("−", "-").replace("\u00a0", " ")) if len(text) <= LONGEST_NUMBER else None
    )
    if found is None:
        return ()
    sign, digits, power = found[1], found[2].strip(" .,'"), found[3] or ""
    return tuple(dict.fromkeys(Decimal(f"{sign}{plain}{power}") for plain in _readings(digits)))


def unit_of(text: str) -> str:
    """Return what stands around the number of a text: "12,5 kg" is in kg."""
    return " ".join(re.sub(r"[+-]?\d[\d.,\s']*(?:e[+-]?\d{1,2})?", " ", text.replace("−", "-"), count=1).split())


def is_unit(said: str, unit: str) -> bool:
    """Tell whether a unit was said; case counts (mm is not Mm), spaces do not."""
    return said.replace(" ", "") == unit.replace(" ", "") != ""


def _in_order(pieces: list[str], text: str) -> bool:
    first, last = pieces[0], pieces[-1]
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    place, end = len(first), len(text) - len(last)
    for piece in pieces[1:-1]:
        found = text.find(piece, place, end)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _folded(text: str, *, case: bool, accents: bool) -> str:
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not accents:
        parted = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return plain if case else plain.casefold()


def _readings(digits: str) -> list[str]:
    digits = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", digits)
    if re.search(r"[^\d.,]", digits):
        return []
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return [digits]
    if len(set(marks)) == 2:
        return _two_marks(digits, marks)
    mark = marks[0]
    whole = [digits.replace(mark, "")] if _is_grouped(digits, mark) else []
    return whole if len(marks) > 1 else [*whole, digits.replace(mark, ".")]


def _two_marks(digits: str, marks: list[str]) -> list[str]:
    thousands, decimal = marks[0], marks[-1]
    if marks.count(decimal) > 1:
        return []
    whole, part = digits.split(decimal)
    return [f"{whole.replace(thousands, '')}.{part}"] if _is_grouped(whole, thousands) and part.isdecimal() else []


def _is_grouped(digits: str, mark: str) -> bool:
    return bool(re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+", digits))
