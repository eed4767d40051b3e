"""Chance that comes out the same every time, and shares that add up."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from lms.core.ids import CHECKS, CROCKFORD

SEED = "pelita 2019"
SPACE = UUID("6f1d6f0e-7f0a-5d0c-9a53-2c19c0d42019")


def uid(*words: object) -> UUID:
    """Return the identifier of what these words name."""
    return uuid5(SPACE, "/".join(map(str, words)))


def chance(*words: object) -> random.Random:
    """Return chance of its own for what these words name."""
    return random.Random("/".join([SEED, *map(str, words)]))


def badge(of: UUID) -> str:
    """Return a badge's code as core.ids writes them: 40 bits in Crockford base32 with a check character."""
    value = rest = of.int & (2**40 - 1)
    digits = []
    for _ in range(8):
        rest, digit = divmod(rest, 32)
        digits.append(CROCKFORD[digit])
    return "".join(reversed(digits)) + CHECKS[value % 37]


def spread(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """Return whole numbers in proportion to weights, none below `least`, that add up to `total` (largest remainder)."""
    free = total - least * len(weights)
    scale = free / sum(weights)
    exact = [weight * scale for weight in weights]
    shares = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda index: (shares[index] - exact[index], index))
    for index in by_rest[: free - sum(shares)]:
        shares[index] += 1
    return [share + least for share in shares]


def day_between(luck: random.Random, first: date, last: date) -> date:
    """Return a day, both ends included."""
    return first + timedelta(days=luck.randint(0, max(0, (last - first).days)))
