"""Beginning, and handing in, an attempt."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import joinedload

from lms.core import clock
from lms.core.db import db, table_of, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.events import AttemptSubmitted
from lms.quizzes.models import AtExpiry, Attempt, AttemptItem, AttemptState, LobbyPlace, Method, Quiz
from lms.quizzes.queries import Draft, Item, Seat
from lms.quizzes.rules import behaviours
from lms.quizzes.rules.lobby import made_up
from lms.quizzes.rules.opening import Earlier, Terms, require_may_start, require_password
from lms.quizzes.rules.types.written import find_wrong_length
from lms.trainings.events import TrainingClosed
from lms.trainings.models import Participation


@transaction()
def start(
    participation_uid: UUID, lesson_uid: UUID, *, by: Principal, now: datetime, password: str = "",
    offline: bool = False,
) -> Attempt:  # fmt: skip
    """Begin an attempt at a quiz, or return the one that is open: a second press begins no second one.

    One to be taken `offline` has no deadline: nobody could see to it.
    """
    seat = queries.get_seat(by, participation_uid, lesson_uid, locked=True)
    earlier = [_closed(one, now=now) for one in queries.attempts_of(seat.quiz.id, seat.participation.id)]
    running = next((one for one in earlier if one.state == AttemptState.OPEN), None)
    if running is not None:
        return running
    extra = queries.count_extra(seat.quiz.id, seat.participation.id) if earlier else 0
    terms = queries.terms_of(seat.quiz, seat.participation)
    require_may_start(terms, [Earlier(one.submitted_at) for one in earlier], extra=extra,
                      is_training_open=seat.participation.training.is_open, now=now)  # fmt: skip
    require_password(terms, password)
    if offline and not seat.quiz.is_offline:
        raise Refused(_("This quiz is not to be taken without a line."))
    place = _unopened(seat, now=now) if terms.opens_at and not offline else None
    return _add(seat, terms, place, number=len(earlier) + 1, now=now, offline=offline)


@transaction()
def submit(attempt_uid: UUID, *, by: Principal, now: datetime, checks_length: bool = True) -> Attempt:
    """Hand in an attempt and grade it; one that was handed in stays as it is.

    Essays that are too long or too short are refused, but not where nobody could mend them any more.
    """
    attempt = queries.get_own_attempt(by, attempt_uid, locked=True)
    if attempt.state != AttemptState.OPEN:
        return attempt
    if _is_over(attempt, now):
        return _closed(attempt, now=now)
    items = queries.items_of(attempt.id)
    if checks_length and not rules.is_late(now, deadline_at=attempt.deadline_at, grace_seconds=0):
        _require_length(items)
    finish(attempt, AttemptState.SUBMITTED, at=now, items=items)
    return attempt


@transaction()
def close_if_over(attempt_uid: UUID, *, by: Principal, now: datetime) -> Attempt:
    """Close one's attempt whose time is over, with what was saved in time."""
    attempt = queries.get_own_attempt(by, attempt_uid, locked=True)
    return _closed(attempt, now=now)


@transaction()
def close_overdue(*, now: datetime, most: int = 500) -> int:
    """Close every attempt whose time is over; return how many."""
    rows = db.session.scalars(
        select(Attempt).where(Attempt.state == AttemptState.OPEN, Attempt.deadline_at < now - timedelta(minutes=10))
        .options(joinedload(Attempt.quiz)).order_by(Attempt.id).limit(most).with_for_update(of=Attempt)
    ).all()  # fmt: skip
    return sum(1 for one in rows if _closed(one, now=now).state != AttemptState.OPEN)


def hand_in_open(event: TrainingClosed) -> None:
    """Hand in the attempts that are open when their training closes."""
    now = clock.now()
    rows = db.session.scalars(
        select(Attempt).join(Participation, Participation.id == Attempt.participation_id)
        .where(Participation.training_id == event.training_id, Attempt.state == AttemptState.OPEN)
        .options(joinedload(Attempt.quiz)).order_by(Attempt.id).with_for_update(of=Attempt)
    ).all()  # fmt: skip
    for attempt in rows:
        finish(attempt, AttemptState.EXPIRED, at=min(now, attempt.deadline_at or now))


def _require_length(items: Sequence[Item]) -> None:
    for item in items:
        if wrong := find_wrong_length(item.version, item.response):
            raise Refused(_("Question %(n)s: %(problem)s", n=item.position, problem=wrong))


def _unopened(seat: Seat, *, now: datetime) -> LobbyPlace | None:
    """Return the place where somebody waited for this attempt, opened now; None where they did not wait."""
    place = queries.find_place(seat.quiz.id, seat.participation.id)
    if place is None or place.opened_at is not None:
        return None
    place.opened_at = now
    return place


def _add(
    seat: Seat, terms: Terms, place: LobbyPlace | None, *, number: int, now: datetime, offline: bool
) -> Attempt:  # fmt: skip
    quiz, participation = seat.quiz, seat.participation
    seed = place.seed if place else secrets.randbelow(2**31)
    draft = queries.draft(quiz, participation, number=number, seed=seed, key=place.key if place else "")
    _require_askable(draft, offline=offline)
    attempt = Attempt(
        uid=place.attempt_uid if place else uuid4(), quiz_id=quiz.id, participation_id=participation.id,
        release_id=seat.release_lesson.release_id, number=number, form=draft.form, seed=seed, started_at=now,
        grace_seconds=quiz.grace_seconds, method=Method.OFFLINE if offline else Method.ONLINE,
        deadline_at=None if offline else _deadline(terms, place, now=now),
    )  # fmt: skip
    db.session.add(attempt)
    db.session.flush()
    db.session.execute(insert(table_of(AttemptItem)), [{"attempt_id": attempt.id, **row} for row in draft.rows])
    return attempt


def _require_askable(draft: Draft, *, offline: bool) -> None:
    if not draft.rows:
        raise Refused(_("This quiz has no questions yet."))
    if offline and draft.asks_for_files:
        raise Refused(_("This quiz asks for files, and these can be sent with a line only."))


def _deadline(terms: Terms, place: LobbyPlace | None, *, now: datetime) -> datetime | None:
    """Return when an attempt ends; whoever waited for their turn has as much time as the first."""
    closes_at = terms.closes_at
    if closes_at and place:
        closes_at += made_up(place.number, opens_at=terms.opens_at, now=now)
    return rules.deadline(now, time_limit=terms.time_limit, closes_at=closes_at)


def _closed(attempt: Attempt, *, now: datetime) -> Attempt:
    """Close an open attempt whose time is over."""
    if attempt.state == AttemptState.OPEN and _is_over(attempt, now):
        abandons = attempt.quiz.at_expiry == AtExpiry.ABANDON
        at = attempt.deadline_at or now
        finish(attempt, AttemptState.ABANDONED if abandons else AttemptState.EXPIRED, at=at)
    return attempt


def _is_over(attempt: Attempt, now: datetime) -> bool:
    """Tell whether an attempt can no longer be handed in."""
    seconds = attempt.grace_seconds + attempt.quiz.grace_minutes * 60
    return rules.is_late(now, deadline_at=attempt.deadline_at, grace_seconds=seconds)


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
    mark = attempt.quiz.pass_mark
    is_open = mark is None or attempt.fraction is None
    attempt.is_passed = None if is_open else round((attempt.fraction or 0) * 100, 6) >= (mark or 0)


def _earned(quiz: Quiz, item: Item, tries: Sequence[Any]) -> float | None:
    """Return what a response earns; None where a person must decide."""
    return behaviours.earned(
        quiz.behaviour, item.version, item.response, tries=tries, certainty=item.certainty, wrong_costs=quiz.wrong_costs
    )  # fmt: skip


_GRADE = update(table_of(AttemptItem)).where(table_of(AttemptItem).c.id == bindparam("item_id"))
