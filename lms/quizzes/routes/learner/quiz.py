"""Before an attempt: what a quiz asks for, and the button that begins."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries, rules
from lms.quizzes.forms import GRADING_NAMES
from lms.quizzes.models import Attempt, AttemptState, Quiz
from lms.quizzes.routes.learner.door import bp
from lms.quizzes.rules import lobby, review
from lms.quizzes.rules.opening import Earlier, find_hindrance, waits_until
from lms.web import guard


@bp.get("/quizzes/<uuid:uid>")
@guard.signed_in
def show_quiz(uid: UUID) -> ResponseReturnValue:
    """Show what a quiz asks for, one's attempts, and the button that begins."""
    seat = queries.get_seat(guard.principal(), _participation(request.args), uid)
    attempts = queries.attempts_of(seat.quiz.id, seat.participation.id)
    running = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    terms, now = queries.terms_of(seat.quiz, seat.participation), clock.now()
    earlier = [Earlier(one.submitted_at) for one in attempts]
    extra = queries.count_extra(seat.quiz.id, seat.participation.id) if attempts else 0
    facts: dict[str, Any] = {"is_training_open": seat.participation.training.is_open, "now": now, "extra": extra}
    may_wait = not running and lobby.may_wait(terms, earlier, **facts)
    opens_from = lobby.opens_from(terms)
    seen = {
        one.id: review.visible(seat.quiz.review, review.phase(submitted_at=one.submitted_at, closes_at=terms.closes_at,
                                                             now=now))
        for one in attempts
    }  # fmt: skip
    return render_template("quizzes/learner/quiz.html", seat=seat, terms=terms, attempts=attempts, running=running,
                           hindrance=None if running else find_hindrance(terms, earlier, **facts), seen=seen,
                           may_wait=may_wait, waits_from=opens_from if opens_from and now < opens_from else None,
                           again=waits_until(terms, earlier, **facts), counts=_counting(seat.quiz, attempts, seen),
                           grading=GRADING_NAMES[seat.quiz.grading],
                           zone=seat.participation.training.zone)  # fmt: skip


@bp.post("/quizzes/<uuid:uid>/attempts")
@guard.signed_in
def start(uid: UUID) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    participation = _participation(request.values)
    try:
        attempt = actions.start(
            participation, uid, by=guard.principal(), now=clock.now(), password=request.form.get("password", ""),
            offline="offline" in request.form,
        )  # fmt: skip
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
        return redirect(url_for("quizzes_learner.show_quiz", uid=uid, participation=participation))
    return redirect(url_for("quizzes_learner.attempt", uid=attempt.uid))


def _counting(quiz: Quiz, attempts: Sequence[Attempt], seen: dict[int, Any]) -> float | None:
    """Return what counts of several attempts so far, where their marks may be seen."""
    graded = [one for one in attempts if one.fraction is not None]
    if len(graded) < 2 or any("marks" not in seen[one.id] for one in graded):
        return None
    return rules.counting([one.fraction or 0 for one in graded], quiz.grading)


def _participation(values: Any) -> UUID:
    try:
        return UUID(values.get("participation", ""))
    except ValueError as error:
        raise Missing from error
