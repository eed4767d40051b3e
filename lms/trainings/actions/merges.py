"""What happens to participations when two people turn out to be one."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from lms.accounts.events import PeopleMerged
from lms.core import clock
from lms.core.db import db
from lms.core.events import publish
from lms.trainings import rules
from lms.trainings.events import ParticipationsJoined
from lms.trainings.models import Participation, ParticipationFact, SessionTrainer, ShowChoice, Shown, Step

DATES = ("invited_at", "registered_at", "arrived_at")


def move_participations(event: PeopleMerged) -> None:
    """Give a merged person's participations to the one who is kept; two in one training and capacity become one."""
    give_to_kept(Participation, event, join=_join)


def give_to_kept(model: Any, event: PeopleMerged, *, join: Callable[[Any, Any], None]) -> None:
    """Give the rows of a merged person to the one who is kept; `join` makes one of two of a training and capacity."""
    kept, merged = aliased(model), aliased(model)
    pairs = db.session.execute(
        select(kept, merged)
        .join(merged, (merged.training_id == kept.training_id) & (merged.capacity == kept.capacity))
        .where(kept.person_id == event.kept_id, merged.person_id == event.merged_id)
        .order_by(kept.id)
    ).all()
    for one, other in pairs:
        join(one, other)
    db.session.execute(
        update(model)
        .where(model.person_id == event.merged_id)
        .values(person_id=event.kept_id)
        .execution_options(synchronize_session=False)
    )


def _join(kept: Participation, merged: Participation) -> None:
    """Let one row have the facts of both; the other, which nothing points at any more, goes."""
    publish(ParticipationsJoined(training_id=kept.training_id, kept_id=kept.id, merged_id=merged.id))
    _join_steps(kept, merged)
    taught = select(SessionTrainer.session_id).where(SessionTrainer.participation_id == kept.id).scalar_subquery()
    of_merged = SessionTrainer.participation_id == merged.id
    db.session.execute(delete(SessionTrainer).where(of_merged, SessionTrainer.session_id.in_(taught)))
    db.session.execute(update(SessionTrainer).where(of_merged).values(participation_id=kept.id))
    _join_photos(kept, merged)
    db.session.flush()
    db.session.delete(merged)
    db.session.flush()


def _join_photos(kept: Participation, merged: Participation) -> None:
    """Let what is known of photos of either hold for the one that is kept; the newest word counts."""
    marked = select(Shown.photo_id).where(Shown.participation_id == kept.id).scalar_subquery()
    of_merged = Shown.participation_id == merged.id
    db.session.execute(delete(Shown).where(of_merged, Shown.photo_id.in_(marked)))
    db.session.execute(update(Shown).where(of_merged).values(participation_id=kept.id))
    moved = update(ShowChoice).where(ShowChoice.participation_id == merged.id)
    db.session.execute(moved.values(participation_id=kept.id))


def _join_steps(kept: Participation, merged: Participation) -> None:
    """Move the steps, each kept with its first date; who has not withdrawn in one of both takes part."""
    db.session.execute(
        update(ParticipationFact)
        .where(ParticipationFact.participation_id == merged.id)
        .values(participation_id=kept.id)
    )
    if bool(kept.withdrawn_at) != bool(merged.withdrawn_at):
        db.session.add(ParticipationFact(uid=uuid4(), participation_id=kept.id, step=Step.RETURNED, at=clock.now()))
        db.session.flush()
        kept.withdrawn_at = None
    steps = select(ParticipationFact.step, ParticipationFact.at).where(ParticipationFact.participation_id == kept.id)
    told = rules.derive((row.step, row.at) for row in db.session.execute(steps.order_by(ParticipationFact.id)))
    for name in DATES:
        known = [date for date in (getattr(kept, name), getattr(merged, name), getattr(told, name)) if date]
        setattr(kept, name, min(known, default=None))
