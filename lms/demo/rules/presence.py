"""Who was in which session of the event: most in all, a few late, excused or sick, some who left early."""

import random
from collections.abc import Sequence

from lms.attendance.models import Status

EARLY_LEAVERS = 15
ODD = (Status.LATE, Status.LATE, Status.LATE, Status.EXCUSED, Status.SICK, Status.ABSENT)


def leaves_early(number: int) -> bool:
    """Tell whether the participant of this number misses so much that no lesson hours are earned."""
    return number % 14 == 9 and number // 14 < EARLY_LEAVERS


def statuses(number: int, days: Sequence[int], luck: random.Random) -> list[Status]:
    """Return the status in each session, given the day (1 to 4) of each; who leaves early is gone from day three."""
    found = [Status.PRESENT] * len(days)
    if leaves_early(number):
        reason = luck.choice((Status.EXCUSED, Status.ABSENT, Status.SICK))
        return [Status.PRESENT if day < 3 else reason for day in days]
    for _ in range(luck.choices((0, 1, 2), (70, 24, 6))[0]):
        found[luck.randrange(len(days))] = Status.LATE
    if luck.random() < 0.16:
        found[luck.randrange(len(days))] = luck.choice(ODD)
    return found
