"""What happens to attempts and to other terms when two rows of one person in one training become one."""

from sqlalchemy import delete, func, select, update

from lms.core.db import db
from lms.quizzes.models import Attempt, AttemptGrant, QuizOverride
from lms.trainings.events import ParticipationsJoined


def join(event: ParticipationsJoined) -> None:
    """Move what a row that was joined to another has in quizzes: attempts, attempts granted, other terms."""
    _move_attempts(event)
    moved = update(AttemptGrant).where(AttemptGrant.participation_id == event.merged_id)
    db.session.execute(moved.values(participation_id=event.kept_id))
    _move_overrides(event)


def _move_attempts(event: ParticipationsJoined) -> None:
    """Number the attempts after those that stand there."""
    moved = select(Attempt).where(Attempt.participation_id == event.merged_id).order_by(Attempt.quiz_id, Attempt.number)
    for attempt in db.session.scalars(moved).all():
        own = (Attempt.participation_id == event.kept_id, Attempt.quiz_id == attempt.quiz_id)
        newest = db.session.scalar(select(func.max(Attempt.number)).where(*own)) or 0
        attempt.participation_id, attempt.number = event.kept_id, newest + 1
        db.session.flush()


def _move_overrides(event: ParticipationsJoined) -> None:
    """Let the terms of the row that stays hold where both have some for a quiz."""
    own = select(QuizOverride.quiz_id).where(QuizOverride.participation_id == event.kept_id)
    theirs = QuizOverride.participation_id == event.merged_id
    db.session.execute(delete(QuizOverride).where(theirs, QuizOverride.quiz_id.in_(own)))
    db.session.execute(update(QuizOverride).where(theirs).values(participation_id=event.kept_id))
