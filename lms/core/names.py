"""Cleaning and folding of names, so that SQLite and PostgreSQL sort and find alike."""

import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SIGNS = {"So", "Sm", "Sk"}
_FIRST_PICTURE = 0x2190  # the marks of Latin-1 and the letters that are drawn as signs lie below
_ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_SPACES = re.compile(r"\s+")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_GROUPS = re.compile(r"\d(?:[ .()-]{0,2}\d){8,}")  # as many figures as a phone number has
_BETWEEN = re.compile(r"\D+")
_KEPT = re.compile(r"[^a-z0-9 .]+")


def writable(text: str) -> str:
    """Leave out what no database keeps and no page can write: NUL and half letters (lone surrogates)."""
    return _UNWRITABLE.sub("", text)


def clean(text: str | None) -> str:
    """Strip control and bidi characters and surplus spaces, and write what a word processor joined; keep the case."""
    plain = unicodedata.normalize("NFC", text or "").translate(_ALIKE)
    letters = (" " if c in "\t\r\n" else c for c in plain)
    kept = "".join(c for c in letters if unicodedata.category(c) not in _UNSEEN)
    return _SPACES.sub(" ", kept).strip()


def clean_text(text: str | None) -> str:
    """Strip control and bidi characters from a text of several lines."""
    return "\n".join(clean_line(line) for line in (text or "").replace("\r\n", "\n").split("\n")).strip()


def clean_line(line: str) -> str:
    """Strip control and bidi characters from one line, keeping its spaces."""
    return "".join(c for c in line.replace("\t", "    ") if unicodedata.category(c) not in _UNSEEN)


def signs_in(text: str | None) -> list[str]:
    """Return the pictures and other signs of a text that no name is written with, such as emoji; each once."""
    found = (c for c in text or "" if unicodedata.category(c) in _SIGNS and ord(c) >= _FIRST_PICTURE)
    return list(dict.fromkeys(found))


def folded(text: str | None) -> str:
    """Return a text for search and sorting: lower case, without accents, apostrophes and marks."""
    plain = unicodedata.normalize("NFKD", clean(text)).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return _SPACES.sub(" ", _KEPT.sub(" ", bare)).strip()


def searched(text: str | None, *, most: int = 8) -> list[str]:
    """Return the folded words of a search; a long number in groups, like 0812-3456-7890, is one of them."""
    joined = _GROUPS.sub(lambda found: _BETWEEN.sub("", found[0]), text or "")
    return folded(joined).split()[:most]
