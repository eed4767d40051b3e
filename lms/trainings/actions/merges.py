"""What happens to participations when two people turn out to be one."""

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from lms.accounts.events import PeopleMerged
from lms.core.db import db
from lms.trainings.models import Participation


def move_participations(event: PeopleMerged) -> None:
    """Give a merged person's participations to the one who is kept.

    Where both were in one training in the same capacity, both rows stay as they are, each with its marks: deciding
    which counts needs a human.
    """
    other = aliased(Participation)
    both = select(other.training_id, other.capacity).where(other.person_id == event.kept_id).subquery()
    doubled = (
        select(Participation.id)
        .join(both, (both.c.training_id == Participation.training_id) & (both.c.capacity == Participation.capacity))
        .where(Participation.person_id == event.merged_id)
    )
    db.session.execute(
        update(Participation)
        .where(Participation.person_id == event.merged_id, Participation.id.not_in(doubled))
        .values(person_id=event.kept_id)
        .execution_options(synchronize_session=False)
    )
