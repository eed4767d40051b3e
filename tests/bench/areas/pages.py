"""Pages per second signed in, beside the bare page; processor time and queries of one page; bytes of a first view."""

from collections.abc import Iterator

from tests.bench import load, views
from tests.bench.ground import Ground, counting, processor
from tests.bench.load import Address
from tests.bench.rows import Row

BARE = "tests.bench.bare:app"
TIMES = 40


def measure(ground: Ground) -> Iterator[Row]:
    """Measure every page of `views` in turns with the bare one."""
    found = views.find(ground)
    data = ground.folder / "demo"
    ours, bare = ground.servers.start("wsgi:app", data), ground.servers.start(BARE, data)
    base = Address(bare, "/")
    addresses = {view.name: Address(ours, view.path, view.browser.cookie) for view in found}
    seen = load.ratios(addresses, base)
    first = views.first_bytes(ground, found)
    yield Row(name="bare", value=load.rate(base), unit="pages/s", queries=1)
    for view in found:
        rate, ratio = seen[view.name]
        with counting(ground.app) as statements:
            view.browser.see(view.path)
        yield Row(name=view.name, value=rate, unit="pages/s", ratio=ratio,
                  queries=len(statements), bytes=first[view.name])  # fmt: skip
        yield Row(name=f"{view.name}.processor", value=_processor(view) * 1000, unit="ms of processor")


def _processor(view: views.View) -> float:
    for _ in range(3):
        view.browser.see(view.path)
    with processor() as spent:
        for _ in range(TIMES):
            view.browser.see(view.path)
    return spent[0] / TIMES
