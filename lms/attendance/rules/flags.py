"""What about self check-ins a human may want to look at. Flags, never gates: a whole hotel is one address."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from lms.core.positions import NotAPosition, Position, km_between

FEWEST: Final = 5
"""Below this many check-ins nobody can say where most of them came from."""
NEAR_KM: Final = 2
"""So near is at the venue: positions are rounded to about a kilometre."""
KEPT: Final = timedelta(days=90)
"""Whoever wants to look a second time has looked by then."""


@dataclass(frozen=True)
class Trace:
    """Where a self mark came from: keyed hashes of the device and of the network; kilometres where it was far away."""

    mark_id: int
    device: str
    network: str
    away_km: int | None = None


def flagged(traces: Collection[Trace]) -> dict[int, tuple[str, ...]]:
    """Return what stands out, by mark.

    Kinds: "shared" (one device for several people), "elsewhere" (unlike most), "away" (far from the venue).
    """
    devices = Counter(trace.device for trace in traces)
    networks = Counter(trace.network for trace in traces)
    usual, often = networks.most_common(1)[0] if networks else ("", 0)
    has_usual = len(traces) >= FEWEST and often * 2 > len(traces)
    found: dict[int, tuple[str, ...]] = {}
    for trace in traces:
        kinds: tuple[str, ...] = ("shared",) if devices[trace.device] > 1 else ()
        if has_usual and trace.network != usual:
            kinds += ("elsewhere",)
        if trace.away_km:
            kinds += ("away",)
        if kinds:
            found[trace.mark_id] = kinds
    return found


def away_km(venue: str, where: str) -> int | None:
    """Return how many kilometres from the venue somebody is who is far away; None near it, or where one is unknown.

    Both are texts as `Position.read` takes them; "" is unknown.
    """
    try:
        apart = km_between(Position.read(venue), Position.read(where).rounded())
    except NotAPosition:
        return None
    return round(apart) if apart > NEAR_KM else None
