"""Taking an attempt: its questions, its steps, its review."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries, rules
from lms.quizzes.models import Attempt, AttemptState, Method
from lms.quizzes.routes.learner import answers, sheet
from lms.quizzes.routes.learner.door import bp
from lms.quizzes.rules import review as matrix
from lms.web import guard

MOST_JSON = 512 * 1024
KEPT = "X-Pelita-Kept"  # tells quiz-worker.js which pages may lie on the device


@bp.get("/attempts/<uuid:uid>")
@guard.signed_in
def attempt(uid: UUID) -> ResponseReturnValue:
    """Show the questions of an open attempt; a finished one goes to its review."""
    found = queries.get_own_attempt(guard.principal(), uid)
    now = clock.now()
    if found.state == AttemptState.OPEN and _is_late(found, now):
        found = actions.close_if_over(uid, by=guard.principal(), now=now)
    if found.state != AttemptState.OPEN:
        return redirect(url_for("quizzes_learner.review", uid=uid))
    answer = make_response(sheet.page(found, now=now))
    if found.method == Method.OFFLINE:
        answer.headers[KEPT] = "1"
    return answer


@bp.post("/attempts/<uuid:uid>")
@guard.signed_in
def save(uid: UUID) -> ResponseReturnValue:
    """Save the answers of a form; "submit" hands the attempt in, "page" goes to another page."""
    by, now = guard.principal(), clock.now()
    items = queries.own_items(by, uid)
    if not items:
        raise Missing
    try:
        sent = answers.sent_files(uid, items)
    except Refused as refusal:
        flash(str(refusal.message), "warning")
        return redirect(url_for("quizzes_learner.attempt", uid=uid, page=answers.number("page_now")))
    steps = answers.form_steps(items, answers.nonce(), sent)
    outcomes = actions.save(uid, steps, by=by, now=now) if steps else []
    if any(one.kind == "late" for one in outcomes):
        flash(_("This attempt is over. What came after its end is kept, but does not count."), "warning")
    if any(one.kind in {"rival", "conflict"} for one in outcomes):
        words = _("You answered on another page or device meanwhile. Its answers are shown; yours are kept.")
        flash(words, "warning")
        return redirect(url_for("quizzes_learner.attempt", uid=uid, page=answers.number("page_now")))
    if "submit" in request.form:
        return _hand_in(uid, now)
    if "check" in request.form:
        return _check(uid)
    flash(_("Your answers are saved."), "success")
    return redirect(
        url_for("quizzes_learner.attempt", uid=uid, page=answers.number("page") or answers.number("page_now"))
    )


@bp.post("/attempts/<uuid:uid>/steps")
@guard.signed_in
def save_steps(uid: UUID) -> ResponseReturnValue:
    """Save what quiz.js sends; answer what became of each step, what counts now, and the server's time."""
    now = clock.now()
    said: Any = request.get_json(silent=True) if (request.content_length or 0) <= MOST_JSON else None
    try:
        steps = [answers.sent(one) for one in said["steps"]]
        outcomes = actions.save(uid, steps, by=guard.principal(), now=now)
    except (AttributeError, KeyError, TypeError, ValueError):
        return {"refused": _("These answers cannot be read.")}, 422
    except Refused as refusal:
        return {"refused": str(refusal.message)}, refusal.status
    told = [{"uid": str(one.uid), "item": str(one.item_uid), "kind": one.kind, "sequence": one.sequence,
             "said": one.said} for one in outcomes]  # fmt: skip
    return {"steps": told, "now": now.isoformat()}


@bp.get("/attempts/<uuid:uid>/review")
@guard.signed_in
def review(uid: UUID) -> ResponseReturnValue:
    """Show a finished attempt with its score and feedback."""
    found = queries.get_own_attempt(guard.principal(), uid)
    if found.state == AttemptState.OPEN:
        return redirect(url_for("quizzes_learner.attempt", uid=uid))
    items = queries.items_of(found.id)
    terms = queries.terms_of(found.quiz, found.participation)
    when = matrix.phase(submitted_at=found.submitted_at, closes_at=terms.closes_at, now=clock.now())
    seen = matrix.visible(found.quiz.review, when)
    return render_template(
        "quizzes/learner/review.html", attempt=found, items=items, seen=seen,
        marks=queries.marks_of(items), files=queries.file_names(items),
        band=matrix.band(found.quiz.bands, found.fraction), zone=found.participation.training.zone,
        grades={item.id: rules.grade(item.version, item.response) for item in items}, **sheet.words(),
    )  # fmt: skip


def _hand_in(uid: UUID, now: datetime) -> ResponseReturnValue:
    try:
        actions.submit(uid, by=guard.principal(), now=now)
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
        return redirect(url_for("quizzes_learner.attempt", uid=uid, page=answers.number("page_now")))
    return redirect(url_for("quizzes_learner.review", uid=uid))


def _check(uid: UUID) -> ResponseReturnValue:
    """Check one answer, and show what came of it where the question stands."""
    try:
        item_uid = UUID(request.form["check"])
    except ValueError as error:
        raise Missing from error
    try:
        actions.check(uid, item_uid, by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
    address = url_for("quizzes_learner.attempt", uid=uid, page=answers.number("page_now"))
    return redirect(f"{address}#q-{item_uid}")


def _is_late(found: Attempt, now: datetime) -> bool:
    seconds = found.grace_seconds + found.quiz.grace_minutes * 60
    return rules.is_late(now, deadline_at=found.deadline_at, grace_seconds=seconds)
