"""What a new programme needs before a training can be planned."""

from typing import Final

from sqlalchemy import select

from lms.core.db import db
from lms.places.events import ProgrammeMade
from lms.trainings.models import TrainingKind

KINDS: Final = (
    ("training", {"id": "Pelatihan", "en": "Training"}, False),
    ("meeting", {"id": "Pertemuan", "en": "Meeting"}, False),
    ("self-paced", {"id": "Belajar mandiri", "en": "Self-paced learning"}, False),
    ("replication", {"id": "Pelatihan replikasi", "en": "Replicated training"}, True),
)


def begin_programme(event: ProgrammeMade) -> None:
    """Give a new programme its first kinds of trainings (reacts to ProgrammeMade)."""
    if db.session.scalar(select(TrainingKind.id).where(TrainingKind.programme_id == event.programme_id).limit(1)):
        return
    for position, (key, label, is_replication) in enumerate(KINDS):
        db.session.add(
            TrainingKind(programme_id=event.programme_id, key=key, label=label, is_replication=is_replication,
                         position=position)
        )  # fmt: skip
