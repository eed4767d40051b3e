"""The papers' typeface, from the installed package, and how wide it writes."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent.parent / "node_modules" / "@fontsource" / "plus-jakarta-sans" / "files"
FAMILIES = {"Jakarta": "latin", "Jakarta Ext": "latin-ext", "Jakarta Viet": "vietnamese"}
WEIGHTS = (400, 500, 700)
UNKNOWN = 0.75  # of the size: what a letter is taken to need that the typeface lacks


def faces() -> str:
    """Return the @font-face rules; without the package the next family of the design's list is used."""
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{_file(part, weight).as_uri()}"); }}'
        for family, part in FAMILIES.items()
        for weight in WEIGHTS
        if _file(part, weight).exists()
    )


def width(text: str, weight: int = 700) -> float:
    """Return how wide a text is at 1 pt, in points: the sum of its letters' advances (kerning only narrows it)."""
    advances = _advances(weight)
    return sum(advances.get(ord(letter), UNKNOWN) for letter in text)


@lru_cache(maxsize=4)
def _advances(weight: int) -> Mapping[int, float]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    found: dict[int, float] = {}
    for part in FAMILIES.values():
        if not _file(part, weight).exists():
            continue
        font = TTFont(_file(part, weight))
        units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        found = {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()} | found
    return found


def _file(part: str, weight: int) -> Path:
    return PACKAGE / f"plus-jakarta-sans-{part}-{weight}-normal.woff2"
