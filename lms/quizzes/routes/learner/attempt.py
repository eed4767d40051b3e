"""Taking an attempt: its questions, its steps, its review."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries, rules
from lms.quizzes.models import Attempt, AttemptState, Method
from lms.quizzes.queries import Item
from lms.quizzes.routes.learner import answers
from lms.quizzes.routes.learner.door import bp
from lms.quizzes.rules import behaviours
from lms.quizzes.rules import review as matrix
from lms.web import guard, slots

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
    answer = make_response(_page(found, now))
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
        flash(_("The time was over: what came after it is kept, but does not count."), "warning")
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
    except (KeyError, TypeError, ValueError):
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
        grades={item.id: rules.grade(item.version, item.response) for item in items}, **_words(),
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


def _page(found: Attempt, now: datetime) -> str:
    items = queries.items_of(found.id)
    is_offline = found.method == Method.OFFLINE
    pages = [1] if is_offline else sorted({item.page for item in items})
    wanted = request.args.get("page", type=int)
    page = wanted if wanted in pages else pages[0]
    own = [item for item in items if is_offline or item.page == page]
    behaviour = (
        behaviours.DEFERRED if is_offline and found.quiz.behaviour in behaviours.CHECKS else found.quiz.behaviour
    )
    tries = queries.checks_of(found.id) if behaviour in behaviours.CHECKS else {}
    return render_template(
        "quizzes/learner/attempt.html", attempt=found, items=own, page=page, now=now, nonce=uuid4(),
        after=next((one for one in pages if one > page), None),
        before=next((one for one in reversed(pages) if one < page), None),
        unanswered=sum(1 for item in items if item.response is None), total=len(items),
        zone=found.participation.training.zone, files=queries.file_names(items), is_closing=_is_closing(found, now),
        behaviour=behaviour, tries=tries, may_check=behaviours.may_check, offline=_offline() if is_offline else None,
        **_checked(found, own, tries), **_words(),
    )  # fmt: skip


def _offline() -> dict[str, str]:
    """Return what a page needs that is kept on the device: the offline door, and who writes to it."""
    who = guard.principal()
    return {"door": slots.links("offline.door", who)[0].url, "author": guard.pseudonym_of(who)}


def _checked(found: Attempt, items: list[Item], tries: dict[int, list[Any]]) -> dict[str, Any]:
    """Return what the page tells of answers that were checked: their grades, and which take no more answers."""
    checked = [item for item in items if item.id in tries]
    return {
        "seen": matrix.visible(found.quiz.review, "during"),
        "grades": {item.id: rules.grade(item.version, tries[item.id][-1]) for item in checked},
        "settled": {
            item.id for item in checked if behaviours.is_settled(found.quiz.behaviour, item.version, tries[item.id])
        },
    }  # fmt: skip


def _words() -> dict[str, Any]:
    return {"face": rules.face, "summary": rules.summary, "right_answer": rules.right_answer}


def _is_closing(found: Attempt, now: datetime) -> bool:
    """Tell whether the attempt takes no more answers, but may still be handed in."""
    return rules.is_late(now, deadline_at=found.deadline_at, grace_seconds=found.grace_seconds)


def _is_late(found: Attempt, now: datetime) -> bool:
    seconds = found.grace_seconds + found.quiz.grace_minutes * 60
    return rules.is_late(now, deadline_at=found.deadline_at, grace_seconds=seconds)
