"""What happens to trainings, their sessions and their people."""

from dataclasses import dataclass
from datetime import datetime

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TrainingOpened(Event):
    """A training takes people and marks."""

    training_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingCopied(Event):
    """A training or template was copied: what belongs to its plan may come along, nobody does."""

    source_id: int
    training_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingClosed(Event):
    """A training has ended: what follows from attendance may be decided."""

    training_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingReopened(Event):
    """A closed or cancelled training takes people and marks again."""

    training_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingCancelled(Event):
    """A training does not take place."""

    training_id: int


@dataclass(frozen=True, kw_only=True)
class TrainingChanged(Event):
    """The facts of a training changed: its dates, its place, its modules or its rules."""

    training_id: int


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Event):
    """A session does not take place; its marks stay, and it no longer counts."""

    training_id: int
    session_id: int


@dataclass(frozen=True, kw_only=True)
class SessionRestored(Event):
    """A cancelled session takes place after all."""

    training_id: int
    session_id: int


@dataclass(frozen=True, kw_only=True)
class SessionChanged(Event):
    """A session was moved, or its lesson hours changed."""

    training_id: int
    session_id: int


@dataclass(frozen=True, kw_only=True)
class SessionMoved(Event):
    """A session has another time or another room; `was` is when it began before."""

    training_id: int
    session_id: int
    was: datetime


@dataclass(frozen=True, kw_only=True)
class TrainersAssigned(Event):
    """People are to teach a session."""

    training_id: int
    session_id: int
    participation_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipationsAdded(Event):
    """People came into a training."""

    training_id: int
    participation_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantsArrived(Event):
    """People were received at the registration desk."""

    training_id: int
    participation_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantsWithdrew(Event):
    """People left a training; their facts stay."""

    training_id: int
    participation_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantsReturned(Event):
    """People who had withdrawn came back."""

    training_id: int
    participation_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipationsJoined(Event):
    """Two rows of one person in one training become one: everything of `merged_id` goes over to `kept_id`."""

    training_id: int
    kept_id: int
    merged_id: int
