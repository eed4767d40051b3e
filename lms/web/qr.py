"""QR codes as one path: in an inline SVG, and as the operators that draw the same path in a PDF."""

import io
from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from lms.web import masks

QUIET = 2  # modules of white that belong to the picture


def svg(text: str, *, label: str) -> Markup:
    """Return a QR code of a text, error correction M, without its own quiet zone beyond two modules."""
    rows = matrix(text)
    size = len(rows) + 2 * QUIET
    path = "".join(f"M{x} {y}.5h{length}" for x, y, length in _runs(rows))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" aria-label="{label}">'
        '<title>{label}</title><path d="{path}" stroke="#000" fill="none"/></svg>'
    ).format(size=size, label=label, path=path)


def png(text: str) -> bytes:
    """Return a QR code with its quiet zone as a PNG of a pixel a module, for papers with many."""
    import segno

    target = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(target, kind="png", scale=1, border=4)
    return target.getvalue()


def operators(text: str) -> tuple[int, bytes]:
    """Return the size in modules, and the path as a PDF's move and line operators; to be stroked one module wide."""
    rows = matrix(text)
    path = "".join(f"{x} {y}.5 m\n{x + length} {y}.5 l\n" for x, y, length in _runs(rows))
    return len(rows) + 2 * QUIET, path.encode()


def matrix(text: str) -> list[bytes]:
    """Return the modules of a QR code under the mask that readers find best, row by row, 1 for a dark one."""
    return masks.best(_made(text, 0), partial(_made, text))


def _made(text: str, mask: int) -> list[bytes]:
    import segno

    return [bytes(row) for row in segno.make(text, error="m", micro=False, boost_error=False, mask=mask).matrix]


def _runs(rows: list[bytes]) -> Iterator[tuple[int, int, int]]:
    """Yield the dark runs: where each begins, in which row, and how long it is."""
    for y, row in enumerate(rows, start=QUIET):
        start = row.find(1)
        while start >= 0:
            end = row.find(0, start)
            end = len(row) if end < 0 else end
            yield start + QUIET, y, end - start
            start = row.find(1, end)
