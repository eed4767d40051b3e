"""What differs between two releases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Change(StrEnum):
    """How a lesson of the draft differs from the last release."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    TEXT = "text"
    SETTINGS = "settings"


@dataclass(frozen=True, kw_only=True)
class Face:
    """A lesson as a release shows it; `lesson_id` is its identity."""

    lesson_id: int
    section: str
    title: str
    kind: str
    body: str
    minutes: int
    is_required: bool
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One change, with the title it is known by."""

    change: Change
    title: str
    before: str = ""


def differences(old: Sequence[Face], new: Sequence[Face]) -> list[Difference]:
    """Return what a reader of the new lessons would notice, in the new order; what was removed comes last."""
    before = {face.lesson_id: face for face in old}
    after = {face.lesson_id for face in new}
    stayed = [face.lesson_id for face in old if face.lesson_id in after]
    moved = _moved(stayed, [face.lesson_id for face in new if face.lesson_id in before])
    found: list[Difference] = []
    for face in new:
        earlier = before.get(face.lesson_id)
        if earlier is None:
            found.append(Difference(Change.ADDED, face.title))
            continue
        found += _changed(earlier, face, was_moved=face.lesson_id in moved)
    return found + [Difference(Change.REMOVED, face.title) for face in old if face.lesson_id not in after]


def _changed(old: Face, new: Face, *, was_moved: bool) -> list[Difference]:
    found = []
    if old.title != new.title:
        found.append(Difference(Change.RENAMED, new.title, old.title))
    if was_moved or old.section != new.section:
        found.append(Difference(Change.MOVED, new.title))
    if old.body != new.body:
        found.append(Difference(Change.TEXT, new.title))
    if (old.minutes, old.is_required, old.facts) != (new.minutes, new.is_required, new.facts):
        found.append(Difference(Change.SETTINGS, new.title))
    return found


def _moved(old: list[int], new: list[int]) -> set[int]:
    """Return the lessons that left the longest run of lessons that kept their order."""
    place = {lesson: index for index, lesson in enumerate(old)}
    best: dict[int, list[int]] = {}
    for index, lesson in enumerate(new):
        runs = [best[other] for other in new[:index] if place[other] < place[lesson]]
        best[lesson] = [*max(runs, key=len, default=[]), lesson]
    kept = max(best.values(), key=len, default=[])
    return set(new) - set(kept)
