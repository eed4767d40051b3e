"""How a name fits on a badge: as large as it can be, never under 20 points."""

from typing import Final

LARGEST, SMALLEST, STEP = 40, 20, 2
MOST_LINES: Final = {size: 2 if size > 30 else 3 for size in range(SMALLEST, LARGEST + 1)}
# Parts of the size that a bold letter needs at most in any usual sans: narrow ones, capitals, wide ones, the others.
_WIDTHS = {**dict.fromkeys("fijlrtI.,:;'’-()[]!|", 0.46), **dict.fromkeys("mwMWÆŒ@%", 1.12), " ": 0.36}
_CAPITAL, _OTHER = 0.84, 0.72


def name_size(name: str, *, width: float) -> int:
    """Return the points in which a name is set in `width` points, by at most two or three lines; at least 20."""
    for size in range(LARGEST, SMALLEST, -STEP):
        if _lines(name, size, width) <= MOST_LINES[size]:
            return size
    return SMALLEST


def _lines(name: str, size: int, width: float) -> int:
    """Return how many lines the words of a name take; a word that is too wide counts as too many."""
    lines, used = 1, 0.0
    for word in name.split():
        needs = _width(word) * size
        if needs > width:
            return MOST_LINES[SMALLEST] + 1
        gap = _WIDTHS[" "] * size if used else 0.0
        if used + gap + needs > width:
            lines, used = lines + 1, needs
        else:
            used += gap + needs
    return lines


def _width(word: str) -> float:
    return sum(_WIDTHS.get(letter, _CAPITAL if letter.isupper() else _OTHER) for letter in word)
