"""What an attempt is made of: its form, its questions and their order, its deadline."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import UUID

from lms.quizzes.models import FormRule, Purpose, QuestionType

FORMS = ("A", "B")


@dataclass(frozen=True)
class Source:
    """A place in a quiz, with the versions that may stand there (one, or those of a draw)."""

    slot_id: int
    page: int
    points: int
    draws: int
    version_ids: tuple[int, ...]


@dataclass(frozen=True)
class Planned:
    """A question of an attempt to be."""

    slot_id: int
    page: int
    points: int
    version_id: int


def numbered(types: Iterable[str]) -> list[int]:
    """Return which question each thing of a test is, from its type: what is only to be read has the number 0."""
    asked = count(1)
    return [0 if one == QuestionType.DESCRIPTION else next(asked) for one in types]


def choose_form(
    rule: FormRule, purpose: Purpose, participation_uid: UUID, *, earlier: str | None, forms: Sequence[str]
) -> str:
    """Return the form that a person gets: not the one of the other test; who gets A first is decided by a hash."""
    if rule == FormRule.FIXED or len(forms) < 2:
        return forms[0] if forms else ""
    first = sha256(participation_uid.bytes).digest()[0] % 2
    if earlier in forms:
        return forms[1 - forms.index(earlier)]
    return forms[1 - first if purpose == Purpose.POST else first]


def plan(sources: Sequence[Source], *, seed: int, shuffle: bool, seen: Iterable[int] = ()) -> list[Planned]:
    """Return the questions of an attempt: draws avoid what stands already and, where they can, what was `seen`."""
    chance, seen = random.Random(seed), set(seen)  # noqa: S311 - a shuffle that must come out the same again
    taken = {source.version_ids[0] for source in sources if len(source.version_ids) == 1}
    planned = []
    for source in sources:
        for version_id in _draw(source, chance, taken, seen):
            planned.append(Planned(source.slot_id, source.page, source.points, version_id))
    if shuffle:
        chance.shuffle(planned)
        pages = sorted(item.page for item in planned)
        planned = [
            Planned(item.slot_id, page, item.points, item.version_id) for item, page in zip(planned, pages, strict=True)
        ]
    return planned


def deadline(now: datetime, *, time_limit: int | None, closes_at: datetime | None) -> datetime | None:
    """Return when an attempt that starts now must be handed in: the earlier of its limit and the quiz's end."""
    ends = [closes_at] if closes_at else []
    if time_limit:
        ends.append(now + timedelta(minutes=time_limit))
    return min(ends, default=None)


def is_late(now: datetime, *, deadline_at: datetime | None, grace_seconds: int) -> bool:
    """Tell whether the time of an attempt is over, grace included."""
    return deadline_at is not None and now > deadline_at + timedelta(seconds=grace_seconds)


def total(items: Sequence[tuple[int, float]]) -> float:
    """Return the fraction (0 to 1) of a whole attempt from (points, fraction) of its items; negative ones take away."""
    return share(sum(points for points, _fraction in items), sum(points * fraction for points, fraction in items))


def share(points: float, earned: float) -> float:
    """Return which fraction (0 to 1) of its points an attempt earned; less than nothing is nothing."""
    return min(1.0, max(0.0, earned / points)) if points else 0.0


def passes(fraction: float | None, pass_mark: float | None) -> bool | None:
    """Tell whether a fraction reaches a pass mark in per cent; None where there is no mark, or no fraction yet."""
    return None if fraction is None or pass_mark is None else round(fraction * 100, 6) >= pass_mark


def _draw(source: Source, chance: random.Random, taken: set[int], seen: set[int]) -> list[int]:
    if len(source.version_ids) == 1 and source.draws == 1:
        return list(source.version_ids)
    free = [version for version in source.version_ids if version not in taken]
    fresh = [version for version in free if version not in seen]
    chance.shuffle(fresh)
    rest = [version for version in free if version in seen]
    chance.shuffle(rest)
    drawn = (fresh + rest)[: source.draws]
    taken.update(drawn)
    return drawn
