"""What happens to attempts when two rows of one person in one training become one."""

from sqlalchemy import func, select

from lms.core.db import db
from lms.quizzes.models import Attempt
from lms.trainings.events import ParticipationsJoined


def join(event: ParticipationsJoined) -> None:
    """Move the attempts of a row that was joined to another, numbered after those that stand there."""
    moved = select(Attempt).where(Attempt.participation_id == event.merged_id).order_by(Attempt.quiz_id, Attempt.number)
    for attempt in db.session.scalars(moved).all():
        own = (Attempt.participation_id == event.kept_id, Attempt.quiz_id == attempt.quiz_id)
        newest = db.session.scalar(select(func.max(Attempt.number)).where(*own)) or 0
        attempt.participation_id, attempt.number = event.kept_id, newest + 1
        db.session.flush()
