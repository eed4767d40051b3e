"""What progress tells."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class LessonsCompleted(Event):
    """People completed lessons."""

    participation_ids: tuple[int, ...]
    lesson_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class EligibilityDecided(Event):
    """It was decided who of a training has earned its lesson hours."""

    training_id: int
    participation_ids: tuple[int, ...]
