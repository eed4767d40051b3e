"""What happens to quizzes."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AttemptSubmitted(Event):
    """An attempt was handed in (or its time ran out) and graded."""

    attempt_id: int
    participation_id: int
    lesson_id: int


@dataclass(frozen=True, kw_only=True)
class AttemptMarked(Event):
    """Every answer of an attempt that waited for a person has its mark now."""

    attempt_id: int
