"""The days of an agenda, and whether its lesson hours agree with its minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from lms.core import clock
from lms.trainings.models import TrainingSession

TOLERANCE = 5  # minutes a session may be longer or shorter than its lesson hours


@dataclass(frozen=True)
class Doubt:
    """A session, or a whole agenda, whose JP (hundredths) say something else than its minutes."""

    minutes: int
    jp: int
    meant: int


def by_day(sessions: Sequence[TrainingSession], zone: str) -> list[tuple[date, list[TrainingSession]]]:
    """Group sessions, which come in their order, by the day in a zone."""

    def local_day(session: TrainingSession) -> date:
        return clock.local(session.starts_at, zone).date()

    return [(day, list(part)) for day, part in groupby(sessions, key=local_day)]


def by_session(items: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Group what comes in the order of its sessions as (title of the session, its items); "" for that of none."""
    grouped = groupby(items, key=attrgetter("session"))
    return [(session.title if session else "", list(part)) for session, part in grouped]


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Return whole minutes."""
    return round((ends_at - starts_at).total_seconds() / 60)


def doubt_of(minutes: int, jp: int, *, jp_minutes: int, tolerance: int = TOLERANCE) -> Doubt | None:
    """Return a doubt where minutes and lesson hours disagree by more than the tolerance; without JP there is none."""
    if not jp or abs(minutes - jp * jp_minutes / 100) <= tolerance:
        return None
    return Doubt(minutes, jp, round(minutes * 100 / jp_minutes))


def total_doubt(sessions: Iterable[tuple[int, int]], *, jp_minutes: int) -> Doubt | None:
    """Return the doubt of a whole agenda from the (minutes, JP) of its sessions that carry lesson hours."""
    carrying = [(minutes, jp) for minutes, jp in sessions if jp]
    return doubt_of(sum(row[0] for row in carrying), sum(row[1] for row in carrying), jp_minutes=jp_minutes)
