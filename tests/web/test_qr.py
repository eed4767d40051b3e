"""QR codes: under the best of the eight masks, and read back from what is drawn."""

import random
from itertools import groupby, pairwise
from typing import Any

import pytest

from lms.core.ids import crockford
from lms.web import masks, qr

TEXTS = [
    "7K3M9QWX",
    "https://pelita.example.go.id/verify/7K3M9QWX2F8AB",
    "https://pelita.example.go.id/sheets/" + "a" * 90,
]


def plain_weight(rows: list[bytes]) -> int:
    """The penalty of ISO/IEC 18004, 7.8.3, as it is written there; outside a code it is light."""
    size, points = len(rows), 0
    for line in [*rows, *map(bytes, zip(*rows, strict=True))]:
        points += sum(length - 2 for _, group in groupby(line) if (length := len(list(group))) >= 5)
        wide = bytes(4) + line + bytes(4)
        for at in range(4, size - 2):
            is_finder = wide[at : at + 7] == b"\1\0\1\1\1\0\1"
            points += 40 * (is_finder and not (any(wide[at - 4 : at]) and any(wide[at + 7 : at + 11])))
    for above, below in pairwise(rows):
        points += 3 * sum(above[at : at + 2] == below[at : at + 2] and above[at] == above[at + 1]
                          for at in range(size - 1))  # fmt: skip
    dark = sum(map(sum, rows)) * 100 / size**2
    return points + 10 * int(abs(dark - 50) / 5)


@pytest.mark.parametrize("text", TEXTS)
def test_the_weight_of_a_code_is_that_of_the_standard(text: str) -> None:
    for mask in range(masks.MASKS):
        code = qr._made(text, mask)
        assert masks.weight(code) == plain_weight(code)


def test_a_code_has_the_lightest_of_its_masks() -> None:
    chosen = set()
    for _ in range(20):
        text = f"https://pelita.example.go.id/verify/{crockford(60)}"
        codes = [qr._made(text, mask) for mask in range(masks.MASKS)]
        weights = [plain_weight(code) for code in codes]
        assert qr.matrix(text) == codes[weights.index(min(weights))]
        chosen.add(weights.index(min(weights)))
    assert len(chosen) > 1


@pytest.mark.parametrize("pixels", [3.1, 4.47])
def test_codes_are_read_at_any_place_between_the_points_of_a_printer(pixels: float) -> None:
    import zxingcpp

    luck = random.Random(2019)
    for _ in range(10):
        text = f"https://pelita.example.go.id/verify/{crockford(60)}"
        (found,) = zxingcpp.read_barcodes(drawn(qr.matrix(text), pixels, luck.random()))
        assert found.text == text


def drawn(rows: list[bytes], pixels: float, shift: float) -> Any:
    from PIL import Image

    fine, quiet = 20, 4
    side = (len(rows) + 2 * quiet) * fine
    page = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows, quiet):
        for x, dark in enumerate(row, quiet):
            if dark:
                page.paste(0, (x * fine, y * fine, (x + 1) * fine, (y + 1) * fine))
    start = int(shift * fine)
    size = round(side / fine * pixels)
    return page.crop((start, start, side, side)).resize((size, size), Image.Resampling.BOX)
