"""Bytes of a first page view and of the next ones, compressed, as Chromium transfers them."""

from collections.abc import Iterator

from tests.bench import views
from tests.bench.ground import Ground
from tests.bench.rows import Row


def measure(ground: Ground) -> Iterator[Row]:
    """Open a learner's way and a manager's way, each in one browser that begins empty."""
    found = {view.name: view for view in views.find(ground)}
    ways = (["page.home", "page.module", "page.lesson"], ["page.manager", "page.figures", "page.people"])
    walked = views.transfers(ground, [(found[way[0]].browser, [found[name].path for name in way]) for way in ways])
    for way, sums in zip(ways, walked, strict=True):
        for number, (name, size) in enumerate(zip(way, sums, strict=True)):
            order = "first" if number == 0 else "second"
            yield Row(name=f"view.{order}.{name.removeprefix('page.')}", value=size / 1000, unit="KB", bytes=size)
