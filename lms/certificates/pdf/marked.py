"""A page's content stream as marked pieces, so that single lines can be written anew and keep their tags."""

import re
from dataclasses import dataclass

PIECE = re.compile(rb"/(Span|Figure)\n<</MCID (\d+)>>\nBDC\n(.*?)EMC\n", re.DOTALL)
TEXT = re.compile(rb"BT\n1 0 0 -1 ([-\d.]+) ([-\d.]+) Tm\n.*?ET\n", re.DOTALL)
COLOUR = re.compile(rb"[\d.]+ [\d.]+ [\d.]+ rg\n")
PATH = re.compile(rb"(?:[\d.]+ [\d.]+ m\n[\d.]+ [\d.]+ l\n){8,}")
CLOSING = b"EMC\n"


@dataclass
class Piece:
    """Marked content: its kind, its number on the page, its operators, and the colour in which they write."""

    kind: bytes
    mcid: int
    body: bytes
    colour: bytes

    @property
    def opening(self) -> bytes:
        """The operator that begins it."""
        return b"/%b\n<</MCID %d>>\nBDC\n" % (self.kind, self.mcid)


def written(kind: bytes, mcid: int, body: bytes) -> bytes:
    """Return operators as marked content."""
    return Piece(kind, mcid, b"", b"").opening + body + CLOSING


def split(content: bytes) -> list[bytes | Piece]:
    """Return a page's content as the marked pieces and what stands between them."""
    parts: list[bytes | Piece] = []
    end, colour = 0, b""
    for found in PIECE.finditer(content):
        between = content[end : found.start()]
        colour = _last(between, colour)
        colour = _last(found[3], colour)
        parts += [between, Piece(found[1], int(found[2]), found[3], colour)]
        end = found.end()
    return [*parts, content[end:]]


def place_of(piece: Piece) -> tuple[bytes, bytes] | None:
    """Return where a piece of text begins, as it is written."""
    found = TEXT.search(piece.body)
    return (found[1], found[2]) if found else None


def span_of(piece: Piece) -> tuple[int, int]:
    """Return from where to where a piece's operators show its text."""
    return _found(TEXT, piece).span()


def height_of(piece: Piece) -> tuple[int, int]:
    """Return from where to where the height of a piece of text is written."""
    return _found(TEXT, piece).span(2)


def path_of(piece: Piece) -> tuple[int, int] | None:
    """Return from where to where the lines of a QR code are drawn; None where a figure is another picture."""
    found = PATH.search(piece.body)
    return found.span() if found else None


def number(value: float) -> bytes:
    """Return a length as the engine writes it."""
    value = float(value)
    return str(int(value)).encode() if value.is_integer() else f"{value:f}".rstrip("0").encode()


def _found(pattern: re.Pattern[bytes], piece: Piece) -> re.Match[bytes]:
    found = pattern.search(piece.body)
    if found is None:
        raise ValueError("a piece without text")
    return found


def _last(text: bytes, before: bytes) -> bytes:
    found = COLOUR.findall(text)
    return found[-1] if found else before
