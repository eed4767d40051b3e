"""What happens to attempts and to other terms when two rows of one person in one training become one."""

from sqlalchemy import delete, func, select, update

from lms.core.db import db
from lms.quizzes.models import Attempt, AttemptGrant, LobbyPlace, QuizOverride
from lms.trainings.events import ParticipationsJoined


def join(event: ParticipationsJoined) -> None:
    """Move what a row that was joined to another has in quizzes: attempts, attempts granted, other terms, places."""
    _move_attempts(event)
    moved = update(AttemptGrant).where(AttemptGrant.participation_id == event.merged_id)
    db.session.execute(moved.values(participation_id=event.kept_id))
    _move_single(event, QuizOverride)
    _move_single(event, LobbyPlace)


def _move_attempts(event: ParticipationsJoined) -> None:
    """Number the attempts after those that stand there."""
    moved = select(Attempt).where(Attempt.participation_id == event.merged_id).order_by(Attempt.quiz_id, Attempt.number)
    for attempt in db.session.scalars(moved).all():
        own = (Attempt.participation_id == event.kept_id, Attempt.quiz_id == attempt.quiz_id)
        newest = db.session.scalar(select(func.max(Attempt.number)).where(*own)) or 0
        attempt.participation_id, attempt.number = event.kept_id, newest + 1
        db.session.flush()


def _move_single(event: ParticipationsJoined, kind: type[QuizOverride] | type[LobbyPlace]) -> None:
    """Let what the row that stays has hold where both have one for a quiz."""
    own = select(kind.quiz_id).where(kind.participation_id == event.kept_id)
    theirs = kind.participation_id == event.merged_id
    db.session.execute(delete(kind).where(theirs, kind.quiz_id.in_(own)))
    db.session.execute(update(kind).where(theirs).values(participation_id=event.kept_id))
