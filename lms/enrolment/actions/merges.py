"""What happens to nominations when two people turn out to be one."""

from sqlalchemy import update

from lms.accounts.events import PeopleMerged
from lms.core import clock
from lms.core.db import db
from lms.core.principals import command
from lms.enrolment.models import Nomination, NominationFact, NominationState, Score
from lms.trainings import actions as trainings
from lms.trainings.events import ParticipationsJoined

ORDER = (
    NominationState.ACCEPTED, NominationState.ENDORSED, NominationState.PROPOSED, NominationState.WAITING,
    NominationState.OVER, NominationState.REFUSED, NominationState.REPLACED, NominationState.CANCELLED,
)  # fmt: skip


def move_nominations(event: PeopleMerged) -> None:
    """Give a merged person's nominations to the one who is kept; two in one training and capacity become one."""
    trainings.give_to_kept(Nomination, event, join=_join)


def follow_joined(event: ParticipationsJoined) -> None:
    """Let nominations point at the participation that is kept of two."""
    db.session.execute(
        update(Nomination)
        .where(Nomination.participation_id == event.merged_id)
        .values(participation_id=event.kept_id)
        .execution_options(synchronize_session=False)
    )


def _join(kept: Nomination, merged: Nomination) -> None:
    """Keep the steps and points of both, and of the two states the one that leads further."""
    better = min((kept, merged), key=lambda one: ORDER.index(one.state))
    for name in ("state", "reason", "delegation_id", "region_id", "waits_since", "participation_id"):
        setattr(kept, name, getattr(better, name))
    kept.points = kept.points if kept.points is not None else merged.points
    for column in (NominationFact.nomination_id, Score.nomination_id, Nomination.replaces_id):
        db.session.execute(update(column.class_).where(column == merged.id).values({column.key: kept.id}))
    db.session.add(
        NominationFact(nomination_id=kept.id, state=kept.state, reason=kept.reason, by=command("merge").id,
                       at=clock.now())
    )  # fmt: skip
    db.session.flush()
    db.session.delete(merged)
    db.session.flush()
