"""Signing in: the form, the password, the first page."""

from collections.abc import Iterator

from tests.bench.browser import Browser
from tests.bench.ground import Ground, processor
from tests.bench.rows import Row

TIMES = 5


def measure(ground: Ground) -> Iterator[Row]:
    """Sign one person in, again and again."""
    with processor() as spent:
        for _ in range(TIMES):
            Browser(ground.app).sign_in("peserta").see("/home")
    yield Row(name="sign_in", value=spent[0] / TIMES, unit="s of processor")
