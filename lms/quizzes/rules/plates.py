"""A picture of a question on paper: its frame, lines, circles and words, in the pixels of the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.quizzes.rules.grid import COLUMNS
from lms.quizzes.rules.types.base import Option

Spot = tuple[str, float, float]  # a number, and the middle of its place
SPOT, MARGIN = 24, 16  # parts of the width: a numbered circle, the margin of a grid
LETTER = 32  # a part of the shorter side


@dataclass(frozen=True)
class Words:
    """Words over a picture: `anchor` is what of them stands at x, as SVG says it."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "middle"


@dataclass(frozen=True)
class Plate:
    """A picture with what is drawn over it: `frame` as a view box, `lines` as paths, `circles` as (x, y, radius)."""

    picture: Option
    frame: str
    lines: Sequence[str] = ()
    thin: float = 0.0
    circles: Sequence[tuple[float, float, float]] = ()
    words: Sequence[Words] = ()

    @property
    def edge(self) -> float:
        """How thick the line around a circle is."""
        return self.circles[0][2] / 10 if self.circles else 0.0


def numbered(picture: Option, spots: Sequence[Spot]) -> Plate:
    """Return a picture with a number in the middle of each of its places."""
    wide, high = picture["width"], picture["height"]
    size = wide / SPOT
    words = [Words(number, x, y + size / 2.6, size * 1.2) for number, x, y in spots]
    return Plate(picture, f"0 0 {wide} {high}", circles=[(x, y, size) for _number, x, y in spots], words=words)


def gridded(picture: Option) -> Plate:
    """Return a picture under a grid whose columns have letters and whose rows have numbers."""
    wide, high, side = picture["width"], picture["height"], len(COLUMNS)
    letter = min(wide, high) / LETTER
    frame = f"{-wide / MARGIN} {-high / MARGIN} {wide * (MARGIN + 1) / MARGIN} {high * (MARGIN + 1) / MARGIN}"
    lines = [f"M{wide * n / side} 0V{high}M0 {high * n / side}H{wide}" for n in range(1, side)]
    return Plate(picture, frame, lines, letter / 16, words=list(_names(wide, high, letter)))


def _names(wide: float, high: float, letter: float) -> Iterator[Words]:
    side = len(COLUMNS)
    for n, column in enumerate(COLUMNS):
        yield Words(column, wide * (n + 0.5) / side, -letter / 2, letter)
        yield Words(str(n + 1), -letter / 2, high * (n + 0.5) / side + letter / 3, letter, "end")
