"""Letting people in where seats are counted."""

from lms.core import trail
from lms.core.principals import Principal
from lms.trainings.models import Training
from lms.trainings.rules import room


def make_room(training: Training, *, taken: int, coming: int, allows_over: bool, by: Principal) -> None:
    """Refuse people who have no seat (Full), unless it is allowed knowingly: then the trail keeps who allowed it.

    The caller has locked the training, so that nobody else counts seats meanwhile.
    """
    try:
        room.require_room(taken=taken, seats=training.capacity, coming=coming)
    except room.Full:
        if not allows_over:
            raise
        trail.record("training.over_capacity", by=by.id, subject="training", subject_uid=training.uid,
                     seats=training.capacity, taken=taken, coming=coming)  # fmt: skip
