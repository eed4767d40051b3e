"""Beginning, and handing in, an attempt."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _
from sqlalchemy import insert

from lms.core.db import db, table_of, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.quizzes import queries, rules
from lms.quizzes.actions.closing import closed, finish, is_over
from lms.quizzes.models import Attempt, AttemptItem, AttemptState, LobbyPlace, Method
from lms.quizzes.queries import Draft, Item, Seat
from lms.quizzes.rules.lobby import made_up
from lms.quizzes.rules.opening import Earlier, Terms, require_may_start, require_password
from lms.quizzes.rules.types.written import find_wrong_length


@transaction()
def start(
    participation_uid: UUID, lesson_uid: UUID, *, by: Principal, now: datetime, password: str = "",
    offline: bool = False,
) -> Attempt:  # fmt: skip
    """Begin an attempt at a quiz, or return the one that is open: a second press begins no second one.

    One to be taken `offline` has no deadline: nobody could see to it.
    """
    seat = queries.get_seat(by, participation_uid, lesson_uid, locked=True)
    earlier = [closed(one, now=now) for one in queries.attempts_of(seat.quiz.id, seat.participation.id)]
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
    if is_over(attempt, now):
        return closed(attempt, now=now)
    items = queries.items_of(attempt.id)
    if checks_length and not rules.is_late(now, deadline_at=attempt.deadline_at, grace_seconds=0):
        _require_length(items)
    finish(attempt, AttemptState.SUBMITTED, at=now, items=items)
    return attempt


def _require_length(items: Sequence[Item]) -> None:
    for item in items:
        if wrong := find_wrong_length(item.version, item.response):
            raise Refused(_("Question %(n)s: %(problem)s", n=item.number, problem=wrong))


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
