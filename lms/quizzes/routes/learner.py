"""Taking a quiz: the start, the attempt, its steps, the review. Works without a script; quiz.js saves as one goes."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries, rules
from lms.quizzes.models import Attempt, AttemptItem, AttemptState
from lms.quizzes.rules.opening import Earlier, find_hindrance
from lms.quizzes.rules.steps import Sent
from lms.web import guard

bp = Blueprint("quizzes_learner", __name__, url_prefix="/my")
MOST_JSON = 512 * 1024


@bp.get("/quizzes/<uuid:uid>")
@guard.signed_in
def show_quiz(uid: UUID) -> ResponseReturnValue:
    """Show what a quiz asks for, one's attempts, and the button that begins."""
    seat = queries.get_seat(guard.principal(), _participation(request.args), uid)
    attempts = queries.attempts_of(seat.quiz.id, seat.participation.id)
    running = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    hindrance = None if running else find_hindrance(
        seat.quiz, [Earlier(one.submitted_at) for one in attempts],
        is_training_open=seat.participation.training.is_open, now=clock.now(),
        extra=queries.count_extra(seat.quiz.id, seat.participation.id) if attempts else 0,
    )  # fmt: skip
    return render_template("quizzes/learner/quiz.html", seat=seat, attempts=attempts, running=running,
                           hindrance=hindrance, zone=seat.participation.training.zone)  # fmt: skip


@bp.post("/quizzes/<uuid:uid>/attempts")
@guard.signed_in
def start(uid: UUID) -> ResponseReturnValue:
    """Begin an attempt, or go on with the open one."""
    participation = _participation(request.values)
    try:
        attempt = actions.start(participation, uid, by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
        return redirect(url_for("quizzes_learner.show_quiz", uid=uid, participation=participation))
    return redirect(url_for("quizzes_learner.attempt", uid=attempt.uid))


@bp.get("/attempts/<uuid:uid>")
@guard.signed_in
def attempt(uid: UUID) -> ResponseReturnValue:
    """Show the questions of an open attempt; a finished one goes to its review."""
    found = queries.get_own_attempt(guard.principal(), uid)
    now = clock.now()
    if found.state == AttemptState.OPEN and _is_over(found, now):
        found = actions.close_if_over(uid, by=guard.principal(), now=now)
    if found.state != AttemptState.OPEN:
        return redirect(url_for("quizzes_learner.review", uid=uid))
    return _page(found, now)


@bp.post("/attempts/<uuid:uid>")
@guard.signed_in
def save(uid: UUID) -> ResponseReturnValue:
    """Save the answers of a form; "submit" hands the attempt in, "page" goes to another page."""
    by, now = guard.principal(), clock.now()
    found = queries.get_own_attempt(by, uid)
    items = queries.items_of(found.id)
    try:
        sent = _sent_files(uid, items)
    except Refused as refusal:
        flash(str(refusal.message), "warning")
        return redirect(url_for("quizzes_learner.attempt", uid=uid, page=_number("page_now")))
    steps = _form_steps(items, _nonce(), sent)
    outcomes = actions.save(uid, steps, by=by, now=now) if steps else []
    if any(one.kind == "late" for one in outcomes):
        flash(_("The time was over: what came after it is kept, but does not count."), "warning")
    if any(one.kind in {"rival", "conflict"} for one in outcomes):
        words = _("You answered on another page or device meanwhile. Its answers are shown; yours are kept.")
        flash(words, "warning")
        return redirect(url_for("quizzes_learner.attempt", uid=uid, page=_number("page_now")))
    if "submit" in request.form:
        actions.submit(uid, by=by, now=now)
        return redirect(url_for("quizzes_learner.review", uid=uid))
    flash(_("Your answers are saved."), "success")
    return redirect(url_for("quizzes_learner.attempt", uid=uid, page=_number("page") or _number("page_now")))


@bp.post("/attempts/<uuid:uid>/steps")
@guard.signed_in
def save_steps(uid: UUID) -> ResponseReturnValue:
    """Save what quiz.js sends; answer what became of each step, what counts now, and the server's time."""
    now = clock.now()
    said: Any = request.get_json(silent=True) if (request.content_length or 0) <= MOST_JSON else None
    try:
        steps = [_sent(one) for one in said["steps"]]
        outcomes = actions.save(uid, steps, by=guard.principal(), now=now)
    except (KeyError, TypeError, ValueError):
        return {"refused": _("These answers cannot be read.")}, 422
    except Refused as refusal:
        return {"refused": str(refusal.message)}, refusal.status
    told = [{"uid": str(one.uid), "item": str(one.item_uid), "kind": one.kind, "sequence": one.sequence,
             "response": one.response, "said": one.said} for one in outcomes]  # fmt: skip
    return {"steps": told, "now": now.isoformat()}


@bp.get("/attempts/<uuid:uid>/review")
@guard.signed_in
def review(uid: UUID) -> ResponseReturnValue:
    """Show a finished attempt with its score and feedback."""
    found = queries.get_own_attempt(guard.principal(), uid)
    if found.state == AttemptState.OPEN:
        return redirect(url_for("quizzes_learner.attempt", uid=uid))
    items = queries.items_of(found.id)
    grades = {item.id: rules.grade(item.version, item.response) for item in items}
    return render_template("quizzes/learner/review.html", marks=queries.marks_of([item.id for item in items]),
                           attempt=found, items=items, grades=grades, face=rules.face,
                           summary=rules.summary, right_answer=rules.right_answer, files=queries.file_names(items),
                           zone=found.participation.training.zone)  # fmt: skip


def _page(found: Attempt, now: datetime) -> str:
    items = queries.items_of(found.id)
    pages = sorted({item.page for item in items})
    wanted = request.args.get("page", type=int)
    page = wanted if wanted in pages else pages[0]
    after = next((one for one in pages if one > page), None)
    before = next((one for one in reversed(pages) if one < page), None)
    return render_template(
        "quizzes/learner/attempt.html", attempt=found, items=[item for item in items if item.page == page],
        unanswered=sum(1 for item in items if item.response is None), total=len(items), page=page, after=after,
        before=before, now=now, nonce=uuid4(), zone=found.participation.training.zone, face=rules.face,
        files=queries.file_names(items),
    )  # fmt: skip


def _form_steps(items: Any, nonce: UUID, sent: dict[UUID, list[str]]) -> list[Sent]:
    """Return a step for each answer on the form that differs from what counts; a repeated form gives the same ones."""
    steps = []
    for item in items:
        if f"base-{item.uid}" not in request.form:
            continue
        response = _given(item, sent.get(item.uid, []))
        if response == item.response:
            continue
        uid = uuid5(nonce, f"{item.uid} {response!r}")
        steps.append(Sent(uid=uid, item_uid=item.uid, response=response, base_seq=_number(f"base-{item.uid}"),
                          device=f"page-{nonce.hex[:20]}"))  # fmt: skip
    return steps


def _given(item: AttemptItem, sent: list[str]) -> Any:
    return rules.given(item.version, lambda suffix: request.form.getlist(f"a-{item.uid}{suffix}") + sent)


def _sent_files(attempt_uid: UUID, items: Any) -> dict[UUID, list[str]]:
    """Keep the files of a form; return their uids by item."""
    found = {}
    for item in items:
        chosen = [one for one in request.files.getlist(f"f-{item.uid}") if one.filename]
        if chosen:
            data = [(one.filename or "", one.read()) for one in chosen]
            found[item.uid] = actions.keep_answer_files(
                attempt_uid, item.uid, data, by=guard.principal(), now=clock.now()
            )
    return found


def _sent(one: dict[str, Any]) -> Sent:
    base, fields = one["base_seq"], one.get("fields")
    if not isinstance(base, int):
        raise ValueError
    at = datetime.fromisoformat(one["at"]) if one.get("at") else None
    return Sent(uid=UUID(one["uid"]), item_uid=UUID(one["item"]), response=one.get("response"), base_seq=base,
                fields=None if fields is None else _fields(fields), device=str(one.get("device", ""))[:40],
                client_at=at if at and at.tzinfo else None)  # fmt: skip


def _fields(said: Any) -> dict[str, list[str]]:
    if not isinstance(said, dict):
        raise ValueError
    for values in said.values():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError
    return said


def _participation(values: Any) -> UUID:
    try:
        return UUID(values.get("participation", ""))
    except ValueError as error:
        raise Missing from error


def _nonce() -> UUID:
    try:
        return UUID(request.form.get("nonce", ""))
    except ValueError:
        return uuid4()


def _number(name: str) -> int:
    return request.form.get(name, 0, type=int)


def _is_over(found: Attempt, now: datetime) -> bool:
    return rules.is_late(now, deadline_at=found.deadline_at, grace_seconds=found.grace_seconds)
