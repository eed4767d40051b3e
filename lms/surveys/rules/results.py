"""When results may be looked at."""

from typing import Final

FEWEST: Final = 5
"""Of fewer anonymous answers than these nothing is shown: who said what could be guessed."""


def is_shown(count: int, *, is_anonymous: bool) -> bool:
    """Tell whether the results of so many answers may be looked at."""
    return count >= FEWEST if is_anonymous else count > 0
