"""The papers' typefaces, from the installed packages, and how wide they write."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

PACKAGES = Path(__file__).parent.parent.parent / "node_modules" / "@fontsource"
SANS = "plus-jakarta-sans"
SERIF = "gentium-book-plus"
WIDE = "andika"  # has every letter of Latin that the first lacks
# Each file holds a part of the letters; the engine asks the families of a list in turn.
FAMILIES = {
    "Jakarta": (SANS, "latin"), "Jakarta Ext": (SANS, "latin-ext"), "Jakarta Viet": (SANS, "vietnamese"),
    "Andika Ext": (WIDE, "latin-ext"), "Andika Viet": (WIDE, "vietnamese"),
    "Gentium": (SERIF, "latin"), "Gentium Ext": (SERIF, "latin-ext"), "Gentium Viet": (SERIF, "vietnamese"),
}  # fmt: skip
LISTS = {
    "sans": ("Jakarta", "Jakarta Ext", "Jakarta Viet", "Andika Ext", "Andika Viet", "Gentium"),
    "serif": ("Gentium", "Gentium Ext", "Gentium Viet", "Jakarta", "Andika Ext"),
}
WEIGHTS = (400, 500, 700)
SCHEME = "font:"
UNKNOWN = 0.75  # of the size: what a letter is taken to need that the typeface lacks


def faces(theme: str) -> str:
    """Return the @font-face rules of the families that a theme names; without the packages the system's are used."""
    rule = '@font-face {{ font-family: "{}"; font-weight: {}; src: url("{}"); }}'
    return "\n".join(
        rule.format(family, weight, f"{SCHEME}{family}:{weight}")
        for family in FAMILIES
        if f'"{family}"' in theme
        for weight in WEIGHTS
        if _file(family, weight).exists()
    )


def faces_for(html: str, name: str) -> str:
    """Return the @font-face rules of a list that the letters of a paper need, regular and bold."""
    used = " ".join(f'"{family}"' for family in needed("".join(set(html)), name, 400))
    return "\n".join(rule for rule in faces(used).splitlines() if "font-weight: 500" not in rule)


@lru_cache(maxsize=32)
def content(address: str) -> bytes | None:
    """Return the font that such a rule asks for, or None; one without a space gets it."""
    family, _colon, weight = unquote(address.removeprefix(SCHEME)).partition(":")
    if not address.startswith(SCHEME) or family not in FAMILIES or not weight.isdecimal():
        return None
    path = _file(family, int(weight))
    if not path.exists():
        return None
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(path)
    if ord(" ") not in font.getBestCmap():
        _add_space(font, round(width(" ", int(weight), _list_of(family)) * font["head"].unitsPerEm))
    target = BytesIO()
    font.flavor = None
    font.save(target)
    return target.getvalue()


def family_list(name: str) -> str:
    """Return the families of a list as CSS names them."""
    return ", ".join(f'"{family}"' for family in LISTS[name])


def width(text: str, weight: int = 700, name: str = "sans") -> float:
    """Return how wide a text is at 1 pt, in points: the sum of its letters' advances (kerning only narrows it)."""
    advances = _advances(name, weight)
    return sum(advances.get(ord(letter), UNKNOWN) for letter in text)


@lru_cache(maxsize=4)
def _advances(name: str, weight: int) -> Mapping[int, float]:
    from fontTools.ttLib import TTFont

    found: dict[int, float] = {}
    for family in LISTS[name]:
        if not _file(family, weight).exists():
            continue
        font = TTFont(_file(family, weight))
        units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        found = {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()} | found
    return found


def needed(text: str, name: str = "sans", weight: int = 700) -> tuple[str, ...]:
    """Return the families of a list that have the letters of a text, in the order in which they are asked."""
    families = _families(name, weight)
    return tuple(sorted({families.get(ord(letter), "") for letter in text} - {""}))


@lru_cache(maxsize=4)
def _families(name: str, weight: int) -> Mapping[int, str]:
    from fontTools.ttLib import TTFont

    found: dict[int, str] = {}
    for family in LISTS[name]:
        if _file(family, weight).exists():
            found = dict.fromkeys(TTFont(_file(family, weight)).getBestCmap(), family) | found
    return found


def lacking(text: str) -> list[str]:
    """Return the signs of a text that the papers' typefaces lack, each once: another face may draw an empty box."""
    lists = [_families(name, 700) for name in LISTS]
    if not all(lists):
        return []  # without the packages nobody knows
    return list(dict.fromkeys(c for c in text if not all(ord(c) in letters for letters in lists)))


def _add_space(font: Any, advance: int) -> None:
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]

    outlines = font["glyf"]
    outlines["space"] = Glyph()
    font.setGlyphOrder(outlines.glyphOrder)
    font["hmtx"].metrics["space"] = (advance, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(" ")] = "space"


def _list_of(family: str) -> str:
    return next(name for name, families in LISTS.items() if family in families)


def _file(family: str, weight: int) -> Path:
    package, part = FAMILIES[family]
    return PACKAGES / package / "files" / f"{package}-{part}-{weight}-normal.woff2"
