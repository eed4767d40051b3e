"""How an agenda lies on a board: by day, by room, in minutes from midnight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.core.clock import local
from lms.trainings.models import Training, TrainingSession
from lms.trainings.rules.agenda import minutes_between

EARLIEST, LATEST = 7, 18  # hours that a board shows at least
MOST_DAYS = 31


@dataclass(frozen=True)
class Block:
    """A session on a board: from which minute of its day on, and for how many."""

    session: TrainingSession
    start: int
    minutes: int


@dataclass(frozen=True)
class Lane:
    """A room of one day."""

    room: str
    blocks: list[Block]


@dataclass(frozen=True)
class BoardDay:
    """A day of a board with its rooms; it shows the hours `first` to `last`."""

    day: date
    lanes: list[Lane]
    first: int
    last: int


def lanes(sessions: Sequence[TrainingSession], training: Training) -> list[BoardDay]:
    """Return the days of a training with the rooms that any of them uses, so that a session may move between them."""
    placed = [(local(one.starts_at, training.zone), one) for one in sessions]
    rooms = sorted({one.room for one in sessions}) or [""]
    by_day: dict[date, list[Block]] = {day: [] for day in _days(training)}
    for at, one in placed:
        block = Block(one, at.hour * 60 + at.minute, minutes_between(one.starts_at, one.ends_at))
        by_day.setdefault(at.date(), []).append(block)
    return [_day(day, blocks, rooms) for day, blocks in sorted(by_day.items())]


def _day(day: date, blocks: list[Block], rooms: Sequence[str]) -> BoardDay:
    first = min([EARLIEST, *(block.start // 60 for block in blocks)])
    last = max([LATEST, *(-(-(block.start + block.minutes) // 60) for block in blocks)])
    found = [Lane(room, [block for block in blocks if block.session.room == room]) for room in rooms]
    return BoardDay(day, found, first, min(last, 24))


def _days(training: Training) -> list[date]:
    if training.starts is None:
        return []
    length = min(((training.ends or training.starts) - training.starts).days + 1, MOST_DAYS)
    return [training.starts + timedelta(days=number) for number in range(length)]
