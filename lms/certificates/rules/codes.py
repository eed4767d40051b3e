"""Finding verification codes in what a personnel office pastes or hands in."""

import csv
import io
from collections.abc import Iterable
from itertools import islice

from lms.core.ids import read_crockford

MOST = 1000
MOST_LINES = 5000
LENGTH = 13


def codes_in(rows: Iterable[Iterable[object]]) -> list[tuple[int, str, str]]:
    """Return (line, text, code) for the first code of each row; a row without one gives its first text and ""."""
    found: list[tuple[int, str, str]] = []
    for line, row in enumerate(rows, 1):
        texts = [text for text in (str(cell).strip() for cell in row if cell is not None) if text]
        if not texts or len(found) == MOST:
            continue
        hit = next(((text, code) for text in texts if (code := _code(text))), None)
        found.append((line, *(hit or (texts[0][:120], ""))))
    return found


def rows_of_text(text: str) -> list[list[str]]:
    """Return pasted text, or a CSV, as rows of cells; raise ValueError for what is neither."""
    mark = max(",;\t", key=text.count)
    rows = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark)
    try:
        return list(islice(rows, MOST_LINES))
    except csv.Error as problem:
        raise ValueError("no list") from problem


def _code(text: str) -> str:
    code = read_crockford(text.rstrip("/").rsplit("/", 1)[-1][:40])
    return code if code and len(code) == LENGTH else ""
