"""The waiting room of a quiz: its sealed questions, who waits, and the key at the start."""

import re
import secrets
from base64 import b64encode
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries
from lms.quizzes.models import Attempt, AttemptState, LobbyPlace, Method
from lms.quizzes.queries import Draft, Seat
from lms.quizzes.routes.learner import sheet
from lms.quizzes.routes.learner.door import bp
from lms.quizzes.rules import lobby
from lms.web import filters, guard, incoming

PICTURE = re.compile(r'(?<=")/files/questions/([0-9a-f-]{36})(?=")')
DIGEST = "X-Pelita-Digest"
MOST_SAID = 2 * 1024
"""Bytes in which a waiting phone tells what it holds."""


@bp.post("/quizzes/<uuid:uid>/lobby")
@guard.signed_in
def enter_lobby(uid: UUID) -> ResponseReturnValue:
    """Take one's place in the waiting room."""
    participation = _participation()
    try:
        actions.wait(participation, uid, by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
        return redirect(url_for(".show_quiz", uid=uid, participation=participation))
    return redirect(url_for(".show_lobby", uid=uid, participation=participation))


@bp.get("/quizzes/<uuid:uid>/lobby")
@guard.signed_in
def show_lobby(uid: UUID) -> ResponseReturnValue:
    """Show when the quiz opens; lobby.js loads the sealed questions and begins by itself, a button does without it."""
    seat = _seat(uid)
    attempts = queries.attempts_of(seat.quiz.id, seat.participation.id)
    running = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    if running is not None:
        return redirect(url_for(".attempt", uid=running.uid))
    place = queries.find_place(seat.quiz.id, seat.participation.id)
    if place is None or place.opened_at is not None:
        return redirect(url_for(".show_quiz", uid=uid, participation=seat.participation.uid))
    terms = queries.terms_of(seat.quiz, seat.participation)
    return render_template(
        "quizzes/learner/lobby.html", seat=seat, terms=terms, place=place, now=clock.now(),
        turn=round(lobby.turn(place.number).total_seconds() * 1000), zone=seat.participation.training.zone,
    )  # fmt: skip


@bp.get("/quizzes/<uuid:uid>/lobby/questions")
@guard.signed_in
def sealed_questions(uid: UUID) -> ResponseReturnValue:
    """Send the questions of one's attempt to be, sealed: the key is told at the start only."""
    seat = _seat(uid)
    place = _get_place(seat)
    draft, attempt = _drafted(seat, place)
    if not draft.rows:
        raise Missing
    page = _with_pictures(sheet.blank(seat, draft, attempt, now=clock.now()))
    sealed = lobby.seal(page, key=place.key, iv=secrets.token_bytes(lobby.IV_BYTES), attempt_uid=place.attempt_uid)
    answer = Response(sealed, mimetype="application/octet-stream")
    answer.headers[DIGEST] = lobby.digest(draft.form, seat.quiz.behaviour, draft.items)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/quizzes/<uuid:uid>/lobby/presence")
@guard.signed_in
def note_presence(uid: UUID) -> ResponseReturnValue:
    """Note that one waits; tell the server's time, when the quiz opens, and which questions are the right ones."""
    seat, now, (holds,) = _seat(uid), clock.now(), _said("holds")
    place = _get_place(seat)
    draft, _attempt = _drafted(seat, place)
    digest = lobby.digest(draft.form, seat.quiz.behaviour, draft.items)
    actions.note_presence(seat.participation.uid, uid, is_ready=holds == digest, by=guard.principal(), now=now)
    opens_at = queries.terms_of(seat.quiz, seat.participation).opens_at
    return {"now": now.isoformat(), "opens": (opens_at or now).isoformat(), "digest": digest}


@bp.post("/quizzes/<uuid:uid>/lobby/opening")
@guard.signed_in
def open_questions(uid: UUID) -> ResponseReturnValue:
    """Begin the attempt and tell the key, where what lies on the device is what is asked; else where it is asked."""
    seat, now, (holds, password) = _seat(uid), clock.now(), _said("holds", "password")
    try:
        begun = actions.start(seat.participation.uid, uid, by=guard.principal(), now=now, password=password)
    except Missing:
        raise
    except Refused as refusal:
        return {"refused": str(refusal.message), "now": now.isoformat()}, refusal.status
    told = {"address": url_for(".attempt", uid=begun.uid), "now": clock.now().isoformat()}
    key = _key(seat, begun, holds=holds)
    return (told | {"key": key, **_ends(begun, seat)}) if key else told


def _key(seat: Seat, begun: Attempt, *, holds: str) -> str:
    """Return the key of an attempt's sealed questions, if these are what it asks and none was answered; else ""."""
    place = queries.find_place(seat.quiz.id, seat.participation.id)
    if place is None or place.attempt_uid != begun.uid:
        return ""
    items = queries.items_of(begun.id)
    is_same = lobby.digest(begun.form, seat.quiz.behaviour, items) == holds
    return place.key if is_same and not any(item.steps for item in items) else ""


def _ends(begun: Attempt, seat: Seat) -> dict[str, str]:
    if begun.deadline_at is None:
        return {}
    until = filters.clock(begun.deadline_at, seat.participation.training.zone)
    return {"deadline": begun.deadline_at.isoformat(), "until": until}


def _drafted(seat: Seat, place: LobbyPlace) -> tuple[Draft, Attempt]:
    """Return what a place will ask, and the attempt as it will be; nothing of it is kept."""
    number = len(queries.attempts_of(seat.quiz.id, seat.participation.id)) + 1
    draft = queries.draft(seat.quiz, seat.participation, number=number, seed=place.seed, key=place.key)
    attempt = Attempt(uid=place.attempt_uid, number=number, quiz=seat.quiz, method=Method.ONLINE,
                      grace_seconds=seat.quiz.grace_seconds)  # fmt: skip
    return draft, attempt


def _with_pictures(page: str) -> str:
    """Put the bank's pictures into a page, so that nobody has to ask for them at the start."""
    found = queries.pictures_by_uid([UUID(one) for one in dict.fromkeys(PICTURE.findall(page))])

    def inside(match: re.Match[str]) -> str:
        kept = found.get(UUID(match[1]))
        return f"data:{kept[0]};base64,{b64encode(kept[1]).decode()}" if kept else match[0]

    return PICTURE.sub(inside, page)


def _get_place(seat: Seat) -> LobbyPlace:
    place = queries.find_place(seat.quiz.id, seat.participation.id)
    if place is None or place.opened_at is not None:
        raise Missing
    return place


def _seat(uid: UUID) -> Seat:
    return queries.get_seat(guard.principal(), _participation(), uid)


def _participation() -> UUID:
    try:
        return UUID(request.values.get("participation", ""))
    except ValueError as error:
        raise Missing from error


def _said(*names: str) -> list[str]:
    """Return the texts of these names of what lobby.js sends."""
    said: Any = incoming.read_json(MOST_SAID)
    return [str(said.get(name, ""))[:200] if isinstance(said, dict) else "" for name in names]
