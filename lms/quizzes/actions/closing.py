"""Ending attempts: handed in, over, or left when their training closes; each is graded and told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, false, or_, select, update
from sqlalchemy.orm import joinedload

from lms.core import clock
from lms.core.db import db, table_of, transaction
from lms.core.events import publish
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.events import AttemptSubmitted
from lms.quizzes.models import AtExpiry, Attempt, AttemptItem, AttemptState, Quiz
from lms.quizzes.queries import Item
from lms.quizzes.rules import behaviours
from lms.trainings.events import TrainingClosed
from lms.trainings.models import Participation

AFTER = timedelta(minutes=1)  # whoever hands in at the last moment does it without the worker


@transaction()
def close_if_over(attempt_uid: UUID, *, by: Principal, now: datetime) -> Attempt:
    """Close one's attempt whose time is over, with what was saved in time."""
    attempt = queries.get_own_attempt(by, attempt_uid, locked=True)
    return closed(attempt, now=now)


@transaction()
def close_overdue(*, now: datetime, most: int = 50) -> int:
    """Close attempts whose time and grace are over, so many at once that nobody waits long; return how many."""
    rows = db.session.scalars(
        select(Attempt).join(Attempt.quiz).where(Attempt.state == AttemptState.OPEN, _is_overdue(now))
        .options(joinedload(Attempt.quiz)).order_by(Attempt.id).limit(most).with_for_update(of=Attempt)
    ).all()  # fmt: skip
    return sum(1 for one in rows if closed(one, now=now).state != AttemptState.OPEN)


def hand_in_open(event: TrainingClosed) -> None:
    """Hand in the attempts that are open when their training closes; what was over before ends as it would have."""
    now = clock.now()
    rows = db.session.scalars(
        select(Attempt).join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == event.training_id, Attempt.state == AttemptState.OPEN)
        .options(joinedload(Attempt.quiz)).order_by(Attempt.id).with_for_update(of=Attempt)
    ).all()  # fmt: skip
    for attempt in rows:
        if closed(attempt, now=now).state == AttemptState.OPEN:
            finish(attempt, AttemptState.EXPIRED, at=min(now, attempt.deadline_at or now))


def closed(attempt: Attempt, *, now: datetime) -> Attempt:
    """Close an open attempt whose time is over."""
    if attempt.state == AttemptState.OPEN and is_over(attempt, now):
        abandons = attempt.quiz.at_expiry == AtExpiry.ABANDON
        at = attempt.deadline_at or now
        finish(attempt, AttemptState.ABANDONED if abandons else AttemptState.EXPIRED, at=at)
    return attempt


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Tell whether an attempt can no longer be handed in."""
    seconds = attempt.grace_seconds + attempt.quiz.grace_minutes * 60
    return rules.is_late(now, deadline_at=attempt.deadline_at, grace_seconds=seconds)


def _is_overdue(now: datetime) -> Any:
    """Return the predicate that the time and the grace of an attempt are over; databases add minutes differently."""
    graces = db.session.scalars(select(Quiz.grace_minutes).distinct()).all()
    return or_(false(), *(
        and_(Quiz.grace_minutes == one, Attempt.deadline_at < now - timedelta(minutes=one) - AFTER) for one in graces
    ))  # fmt: skip


def finish(attempt: Attempt, state: AttemptState, *, at: datetime, items: Sequence[Item] | None = None) -> None:
    """End an attempt, grade it, and tell it. Inside a transaction; `items` where they were read in it already."""
    if state == AttemptState.ABANDONED:
        attempt.state, attempt.submitted_at = state, at
        return
    items = queries.items_of(attempt.id) if items is None else items
    tries = queries.checks_of(attempt.id) if attempt.quiz.behaviour in behaviours.CHECKS else {}
    earned = [_earned(attempt.quiz, item, tries.get(item.id, ())) for item in items]
    fractions = [{"item_id": item.id, "fraction": one} for item, one in zip(items, earned, strict=True)]
    db.session.execute(_GRADE, fractions)
    attempt.state, attempt.submitted_at = state, at
    settle(attempt, [(item.points, fraction) for item, fraction in zip(items, earned, strict=True)])
    db.session.flush()
    publish(AttemptSubmitted(
        attempt_id=attempt.id, participation_id=attempt.participation_id, lesson_id=attempt.quiz.lesson_id
    ))  # fmt: skip


def settle(attempt: Attempt, earned: Sequence[tuple[int, float | None]]) -> None:
    """Sum up a handed-in attempt from (points, fraction) of its items; None of one that waits for a person
    leaves it open.
    """
    known = [(points, fraction) for points, fraction in earned if fraction is not None]
    attempt.fraction = rules.total(known) if len(known) == len(earned) else None
    attempt.is_passed = rules.passes(attempt.fraction, attempt.quiz.pass_mark)


def _earned(quiz: Quiz, item: Item, tries: Sequence[Any]) -> float | None:
    """Return what a response earns; None where a person must decide."""
    return behaviours.earned(
        quiz.behaviour, item.version, item.response, tries=tries, certainty=item.certainty, wrong_costs=quiz.wrong_costs
    )  # fmt: skip


_GRADE = update(table_of(AttemptItem)).where(table_of(AttemptItem).c.id == bindparam("item_id"))
