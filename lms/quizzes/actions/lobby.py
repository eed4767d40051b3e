"""Waiting for a quiz that opens later."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from flask_babel import gettext as _

from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.models import LobbyPlace
from lms.quizzes.queries import Seat
from lms.quizzes.rules import lobby
from lms.quizzes.rules.opening import Earlier


@transaction()
def wait(participation_uid: UUID, lesson_uid: UUID, *, by: Principal, now: datetime) -> LobbyPlace:
    """Take one's place in the waiting room of a quiz, or come back to it."""
    seat = queries.get_seat(by, participation_uid, lesson_uid, locked=True)
    _require_may_wait(seat, now)
    place = queries.find_place(seat.quiz.id, seat.participation.id)
    if place is None:
        place = _add(seat, now)
    elif place.opened_at is not None:
        _settle(place, now)
    place.seen_at = now
    return place


@transaction()
def note_presence(
    participation_uid: UUID, lesson_uid: UUID, *, is_ready: bool, by: Principal, now: datetime
) -> LobbyPlace:
    """Note that somebody still waits, and whether the sealed questions lie on their device."""
    seat = queries.get_seat(by, participation_uid, lesson_uid)
    place = queries.find_place(seat.quiz.id, seat.participation.id)
    if place is None:
        raise Missing
    place.seen_at = now
    if place.opened_at is None:
        place.ready_at = (place.ready_at or now) if is_ready else None
    return place


def _require_may_wait(seat: Seat, now: datetime) -> None:
    attempts = queries.attempts_of(seat.quiz.id, seat.participation.id)
    may_wait = lobby.may_wait(
        queries.terms_of(seat.quiz, seat.participation), [Earlier(one.submitted_at) for one in attempts],
        is_training_open=seat.participation.training.is_open, now=now,
        extra=queries.count_extra(seat.quiz.id, seat.participation.id) if attempts else 0,
    )  # fmt: skip
    if not may_wait:
        raise Refused(_("The waiting room is not open now."))


def _add(seat: Seat, now: datetime) -> LobbyPlace:
    place = LobbyPlace(quiz_id=seat.quiz.id, participation_id=seat.participation.id,
                       number=queries.count_places(seat.quiz.id, seat.participation.training_id))  # fmt: skip
    _settle(place, now)
    db.session.add(place)
    return place


def _settle(place: LobbyPlace, now: datetime) -> None:
    """Settle which attempt will begin at a place, and the key of its questions."""
    place.attempt_uid, place.seed, place.key = uuid4(), secrets.randbelow(2**31), secrets.token_hex(32)
    place.came_at, place.ready_at, place.opened_at = now, None, None
