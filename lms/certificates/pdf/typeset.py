"""Setting the lines of one paper with the engine's own shaping and drawing, each to the operators that show it."""

from dataclasses import dataclass
from typing import Any

from lms.certificates.pdf.blanks import Blank, Unprintable

CLOSE = 1e-6


@dataclass(frozen=True)
class Set:
    """A line of text as it was shaped: what draws it, and how wide it is in pixels."""

    text: str
    style: Any
    pango_layout: Any
    width: float


class Typesetter:
    """Shapes and draws text with a document's fonts; the document's subsets have what it drew."""

    def __init__(self, document: Any) -> None:
        from weasyprint.pdf.stream import Stream

        self.stream = Stream(document.fonts, (0, 0, 1, 1), {}, {}, None, {}, None)

    def lines(self, text: str, blank: Blank, style: Any = None) -> list[Set]:
        """Return a text in lines no wider than its blank, broken where the engine breaks them."""
        style = style or blank.style
        whole = [self._shape(line, style) for line in text.split("\n")]
        if all(line.width <= blank.width for line in whole):
            return whole
        if style["white_space"] != "normal":
            raise Unprintable(f"{blank.key} is wider than its room")
        return [self._shape(line, style) for line in _broken(text, style, blank.width)]

    def draw(self, line: Set, x: float, y: float) -> bytes:
        """Return the operators that show a line whose baseline begins at x, y."""
        from weasyprint.draw.text import draw_first_line
        from weasyprint.matrix import Matrix

        self.stream.stream.clear()
        self.stream._current_font = None
        if draw_first_line(self.stream, line, "clip", "none", Matrix(d=-1, e=x, f=y)):
            raise Unprintable("a line holds a picture")
        return b"BT\n" + b"\n".join(self.stream.stream) + b"\nET\n"

    def _shape(self, text: str, style: Any) -> Set:
        from weasyprint.text.ffi import FROM_UNITS, pango
        from weasyprint.text.line_break import Layout, line_size, strut

        layout = Layout(style)
        layout.set_text(text)
        first, _rest = layout.get_first_line()
        width, height = line_size(first, style)
        line_height, usual = strut(style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS + (line_height - height) / 2
        if abs(baseline - usual) > CLOSE:
            raise Unprintable("another typeface makes this line higher")
        return Set(layout.text, style, layout, width)


def _broken(text: str, style: Any, width: float) -> list[str]:
    from weasyprint.text.line_break import split_first_line

    found, rest = [], text.encode()
    while rest:
        layout, _length, resume, written, *_ = split_first_line(rest.decode(), style, None, width, 0)
        if written > width:
            raise Unprintable("a word is wider than its room")
        found.append(layout.text)
        rest = rest[resume:] if resume else b""
    return found


def sized(style: Any, points: float) -> Any:
    """Return a style in another size."""
    made = style.copy()
    made["font_size"] = points * 96 / 72
    return made
