"""What enrolment tells."""

from dataclasses import dataclass

from lms.core.events import Event


@dataclass(frozen=True, kw_only=True)
class NominationsDecided(Event):
    """People whom offices named were accepted or refused."""

    training_id: int
    nomination_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class NominationsPromoted(Event):
    """People moved up from the waiting list."""

    training_id: int
    nomination_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AnswersPutOff(Event):
    """Somebody who stood at the desk is to answer a training's questions later."""

    training_id: int
    person_id: int
