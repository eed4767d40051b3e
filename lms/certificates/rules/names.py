"""Names as papers print them: is it still the same person, and how large may it be written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.core.names import clean, folded

LARGEST, SMALLEST, STEP = 26.0, 16.0, 0.5
MOST_LETTERS = 200
_SAME = 0.7
OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"))  # Boedi is Budi

Measure = Callable[[str], float]


@dataclass(frozen=True)
class Fitted:
    """A name in lines, with its size in points."""

    lines: tuple[str, ...]
    size: float


def require_same_name(registered: str, typed: str) -> str:
    """Return a corrected spelling, cleaned; refuse one that is another name."""
    name = require_name(typed)
    if not is_same(registered, name):
        message = _("This is another name. Only the spelling can be corrected here; please ask the organisers.")
        raise Refused(message, fields={"name": message})
    return name


def require_name(typed: str) -> str:
    """Return a name, cleaned; refuse none, and one that no paper can hold."""
    name = clean(typed)
    if not name:
        raise Refused(_("Please write the name."), fields={"name": _("Please write the name.")})
    if len(name) > MOST_LETTERS:
        message = _("At most %(n)s characters.", n=MOST_LETTERS)
        raise Refused(message, fields={"name": message})
    return name


def require_printable(lacking: Sequence[str]) -> None:
    """Refuse a name with signs that no typeface of the papers has, and say which."""
    if lacking:
        message = _("The papers cannot print %(signs)s. Please write the name without it.", signs=" ".join(lacking))
        raise Refused(message, fields={"name": message})


def is_same(one: str, other: str) -> bool:
    """Tell whether two spellings are of one name: nearly alike, or the one has all words of the other."""
    a, b = bare(one), bare(other)
    if set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split()):
        return True
    return SequenceMatcher(None, a, b).ratio() >= _SAME


def bare(name: str) -> str:
    """Return a name for comparison: folded, in today's spelling, without degrees (with a dot, or after a comma)."""
    words = [word for word in name.split(",")[0].split() if not word.endswith(".")]
    plain = folded(" ".join(words)) or folded(name)
    for old, new in OLD_SPELLING:
        plain = plain.replace(old, new)
    return plain


def fit(name: str, *, width: float, measure: Measure) -> Fitted:
    """Return a name in one line between 26 and 16 pt, else in two or more lines; never clipped.

    `measure` gives the width of a text at 1 pt, in points.
    """
    one = _largest_size(measure(name), width)
    if one is not None:
        return Fitted((name,), one)
    words = name.split(" ")
    two = min(
        ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))),
        key=lambda lines: max(map(measure, lines)),
        default=(name,),
    )
    size = _largest_size(max(map(measure, two)), width, largest=22.0)
    if size is not None:
        return Fitted(two, size)
    return Fitted(tuple(_wrap(words, width / SMALLEST, measure)), SMALLEST)


def _largest_size(unit_width: float, width: float, *, largest: float = LARGEST) -> float | None:
    if unit_width * SMALLEST > width:
        return None
    size = min(largest, width / unit_width) if unit_width else largest
    return int(size / STEP) * STEP


def _wrap(words: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    for word in (piece for whole in words for piece in _broken(whole, width, measure)):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _broken(word: str, width: float, measure: Measure) -> list[str]:
    """Break a single word that is wider than a line."""
    pieces, rest = [], word
    while rest and measure(rest) > width:
        cut = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or measure(rest[:n]) <= width)
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return [*pieces, rest] if rest else pieces
