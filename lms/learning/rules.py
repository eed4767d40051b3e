"""Pure decisions about what a learner may open, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from lms.trainings.models import TrainingState


@dataclass(frozen=True, kw_only=True)
class Step:
    """A lesson as the player sees it; `waits_for` names the lessons that lock it."""

    lesson_id: int
    uid: UUID
    title: str
    kind: str
    minutes: int = 0
    is_required: bool = True
    is_done: bool = False
    comes_after_lessons: bool = False
    section: str = ""
    waits_for: tuple[str, ...] = ()

    @property
    def is_locked(self) -> bool:
        """Whether something has to be done first."""
        return bool(self.waits_for) and not self.is_done


def lock(steps: Sequence[Step]) -> list[Step]:
    """Return the steps of a module with what each waits for.

    A post-test or an examination waits for the required lessons before it; everything else is open from the start,
    so that a bad line never stops a reader.
    """
    found: list[Step] = []
    for index, step in enumerate(steps):
        open_before = tuple(
            earlier.title
            for earlier in steps[:index]
            if earlier.is_required and not earlier.is_done and not earlier.comes_after_lessons
        )
        waits_for = open_before if step.comes_after_lessons and not step.is_done else ()
        found.append(replace(step, waits_for=waits_for))
    return found


def next_step(steps: Sequence[Step]) -> Step | None:
    """Return the first step that is neither done nor locked: required ones first, then the others."""
    waiting = [step for step in steps if not step.is_done and not step.is_locked]
    return next((step for step in waiting if step.is_required), waiting[0] if waiting else None)


def neighbours(steps: Sequence[Step], uid: UUID) -> tuple[Step | None, Step | None]:
    """Return the steps before and after one."""
    at = next(index for index, step in enumerate(steps) if step.uid == uid)
    return (steps[at - 1] if at else None), (steps[at + 1] if at + 1 < len(steps) else None)


def may_learn(state: TrainingState, *, has_withdrawn: bool) -> bool:
    """Tell whether a participation may open its lessons: also after the training was closed."""
    return not has_withdrawn and state in (TrainingState.OPEN, TrainingState.CLOSED)
