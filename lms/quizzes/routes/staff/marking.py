"""The queue of answers that wait for a person, one of them, and answers that are graded again."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.quizzes import actions, queries, rules
from lms.quizzes.forms import BulkMarkForm, MarkForm
from lms.quizzes.models import AttemptItem
from lms.quizzes.routes.staff.door import bp, writes
from lms.quizzes.rules.marking import Standing, is_hidden_from, judge, told_by_rubric
from lms.web import guard, paging

STANDINGS: dict[Standing, tuple[Any, str]] = {
    Standing.WAITING: (lazy_gettext("waits"), "info"),
    Standing.SECOND: (lazy_gettext("waits for a second marker"), "warn"),
    Standing.APART: (lazy_gettext("two marks are apart"), "bad"), Standing.DONE: (lazy_gettext("marked"), "good"),
}  # fmt: skip

FILTERS = ("q", "training", "lesson", "group", "show")


@bp.get("/marking")
@guard.signed_in
def marking() -> ResponseReturnValue:
    """List the answers that wait for a mark."""
    return _queue(BulkMarkForm(formdata=None))


@bp.post("/marking")
@guard.signed_in
def mark_several() -> ResponseReturnValue:
    """Give the ticked answers the same mark."""
    form = BulkMarkForm()
    chosen = [uid for text in request.form.getlist("chosen") if (uid := _uuid(text))]
    if not form.validate() or not chosen:
        flash(_("Please tick answers and give a mark from 0 to 100."), "warning")
        return _queue(form), 422
    count = actions.mark_all(chosen, fraction=(form.percent.data or 0) / 100, comment=form.comment.data or "",
                             by=guard.principal(), now=clock.now())  # fmt: skip
    flash(_("%(n)s answers were marked.", n=count), "success")
    return redirect(paging.address())


@bp.route("/marking/<uuid:uid>", methods=["GET", "POST"])
@guard.signed_in
def mark_answer(uid: UUID) -> ResponseReturnValue:
    """Show an answer with its rubric and earlier marks, and give it a mark."""
    item = queries.get_markable(guard.principal(), uid)
    form = MarkForm()
    if request.method == "GET":
        return _answer(item, form)
    rubric = item.version.settings.get("rubric") or []
    levels = {row["key"]: number for row in rubric
              if (number := request.form.get(f"level-{row['key']}", type=int)) is not None}  # fmt: skip
    try:
        if not form.validate():
            return _answer(item, form), 422
        fraction = None if form.percent.data is None else form.percent.data / 100
        actions.mark(uid, fraction=fraction, levels=levels, comment=form.comment.data or "", by=guard.principal(),
                     now=clock.now())  # fmt: skip
    except Refused as refusal:
        form.refuse(Refused(refusal.message, fields={"percent": refusal.message}))
        return _answer(item, form), 422
    flash(_("The mark is kept."), "success")
    others = _waiting(_asked() | {"show": ""}).where(AttemptItem.uid != uid)
    following = db.session.scalars(others.limit(1)).first()
    if following is None:
        return redirect(url_for(".marking"))
    return redirect(url_for(".mark_answer", uid=following.uid, **_kept(_asked())))


@bp.route("/questions/<uuid:uid>/regrade", methods=["GET", "POST"])
@writes
def regrade(uid: UUID) -> ResponseReturnValue:
    """Show whose marks a repaired question would change, and change them."""
    entry = queries.get_entry_within(guard.principal(), uid)
    if request.method == "POST":
        changed = actions.regrade(uid, by=guard.principal(), now=clock.now())
        flash(_("The answers were graded again; %(n)s marks changed.", n=changed), "success")
        return redirect(url_for(".regrade", uid=uid))
    found = queries.find_regrade(guard.principal(), entry)
    return render_template("quizzes/staff/regrade.html", entry=entry, found=found, summary=rules.summary,
                           shown=queries.shown_changes(found) if found else [])  # fmt: skip


def _queue(form: BulkMarkForm) -> str:
    who, asked = guard.principal(), _asked()
    page = paging.load(_waiting(asked), page=paging.requested())
    marks = queries.marks_of(page.items)
    return render_template(
        "quizzes/staff/marking.html", page=page, form=form, summary=rules.summary, standings=STANDINGS, asked=asked,
        kept=_kept(asked),
        lessons=queries.waiting_lessons(who), groups=queries.waiting_groups(who),
        standing={one.id: _standing(one, marks.get(one.id, [])) for one in page.items},
    )  # fmt: skip


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:100] for name in FILTERS}


def _kept(asked: dict[str, str]) -> dict[str, Any]:
    """Return the filters that are set: who marks one answer after the other stays among those that were chosen."""
    return {name: value for name, value in asked.items() if value}


def _waiting(asked: dict[str, str]) -> Select[Any]:
    return queries.marking_queue(
        guard.principal(), training_uid=_uuid(asked["training"]), text=asked["q"], lesson=asked["lesson"],
        group=asked["group"], with_own=asked["show"] == "all",
    )  # fmt: skip


def _answer(item: AttemptItem, form: MarkForm) -> str:
    marks = queries.marks_of([item]).get(item.id, [])
    standing = _standing(item, marks)
    is_hidden = is_hidden_from(guard.principal().id, actions.given(marks), needs_second=_needs_second(item))
    return render_template(
        "quizzes/staff/mark.html", item=item, form=form, marks=[] if is_hidden else marks, standing=standing,
        standings=STANDINGS, files=queries.file_names([item]), zone=item.attempt.participation.training.zone,
        is_hidden=is_hidden, summary=rules.summary, told=told_by_rubric, asked=_kept(_asked()),
        words=len(item.response.split()) if isinstance(item.response, str) else None,
    )  # fmt: skip


def _standing(item: AttemptItem, marks: list[Any]) -> Standing:
    return judge(actions.given(marks), needs_second=_needs_second(item))[0]


def _needs_second(item: AttemptItem) -> bool:
    return item.attempt.quiz.needs_second_marker


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
