"""The settings of a quiz, and its questions."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalogue import queries as catalogue
from lms.core.clock import local
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries
from lms.quizzes.forms import PART_NAMES, TYPE_NAMES, DrawForm, QuizForm
from lms.quizzes.models import AtExpiry, FormRule, GradingMethod, Purpose, Quiz
from lms.quizzes.routes.staff.door import bp, writes, zone
from lms.quizzes.rules import behaviours, review
from lms.web import guard, paging

OPTIONAL = ("time_limit", "attempts_allowed", "pass_mark")
ZEROES = ("minutes", "delay_minutes", "per_page", "wrong_costs")


@bp.route("/quizzes/<uuid:uid>", methods=["GET", "POST"])
@writes
def edit_quiz(uid: UUID) -> ResponseReturnValue:
    """Show a quiz's settings and questions, and change the settings."""
    quiz = _quiz(uid)
    form = QuizForm(data=_facts(quiz))
    if request.method == "POST" and form.validate():
        try:
            actions.change_quiz(uid, by=guard.principal(), **_changes(form))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved. Publish the module for the new settings to be told to learners."), "success")
            return redirect(url_for("quizzes_staff.edit_quiz", uid=uid))
    return _page(quiz, form), 200 if request.method == "GET" else 422


@bp.get("/quizzes/<uuid:uid>/questions")
@writes
def choose_questions(uid: UUID) -> ResponseReturnValue:
    """Choose questions of the bank for a form of a quiz."""
    quiz = _quiz(uid)
    asked = {name: request.args.get(name, "").strip() for name in ("category", "kind", "tag")}
    text = request.args.get("q", "").strip()
    rows = queries.entry_rows(guard.principal(), text=text, state="ready", **asked)
    page = paging.load(rows, page=paging.requested(), scalars=False)
    return render_template(
        "quizzes/staff/choose.html", quiz=quiz, page=page, text=text, asked=asked, types=TYPE_NAMES,
        categories=queries.categories_within(guard.principal()), tags=queries.all_tags(),
        form=request.args.get("form", ""), tags_of=queries.tags_of([row.BankEntry.id for row in page.items]),
    )  # fmt: skip


@bp.post("/quizzes/<uuid:uid>/questions")
@writes
def add_questions(uid: UUID) -> ResponseReturnValue:
    """Add the ticked questions."""
    chosen = request.form.getlist("entry", type=UUID)
    actions.add_slots(uid, form=request.form.get("form", "")[:4], entry_uids=chosen, by=guard.principal())
    flash(_("The questions were added."), "success")
    return redirect(url_for("quizzes_staff.edit_quiz", uid=uid) + "#questions")


@bp.post("/quizzes/<uuid:uid>/draws")
@writes
def add_draw(uid: UUID) -> ResponseReturnValue:
    """Add a draw."""
    quiz, form = _quiz(uid), _draw_form()
    if form.validate():
        tags = [tag.strip() for tag in (form.tags.data or "").split(",") if tag.strip()]
        try:
            actions.add_draw(uid, form=form.form.data, category_uid=UUID(form.category.data), tags=tags,
                             draws=form.draws.data or 1, by=guard.principal())  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for("quizzes_staff.edit_quiz", uid=uid) + "#questions")
    return _page(quiz, QuizForm(formdata=None, data=_facts(quiz)), draw=form), 422


@bp.post("/quizzes/<uuid:uid>/slots/<uuid:slot_uid>")
@writes
def change_slot(uid: UUID, slot_uid: UUID) -> ResponseReturnValue:
    """Move a slot, remove it, or say what it is worth and which version it asks."""
    if "set" in request.form:
        try:
            actions.set_slot(uid, slot_uid, points=request.form.get("points", -1, type=int), by=guard.principal(),
                             version=request.form.get("version", type=int))  # fmt: skip
        except Missing:
            raise
        except Refused as refusal:
            flash(str(refusal.message), "warning")
        return redirect(url_for("quizzes_staff.edit_quiz", uid=uid) + "#questions")
    actions.change_slot(uid, slot_uid, act=request.form.get("act", ""), by=guard.principal())
    return redirect(url_for("quizzes_staff.edit_quiz", uid=uid) + "#questions")


def _quiz(uid: UUID) -> Quiz:
    return queries.get_quiz(catalogue.get_lesson_within(guard.principal(), uid).id)


def _page(quiz: Quiz, form: QuizForm, draw: DrawForm | None = None) -> str:
    slots = queries.slots_of(quiz.id)
    latest = queries.latest_versions([slot.entry_id for slot in slots if slot.entry_id])
    return render_template(
        "quizzes/staff/quiz.html", quiz=quiz, form=form, slots=slots, latest=latest, types=TYPE_NAMES,
        numbers=queries.version_numbers([slot.entry_id for slot in slots if slot.entry_id]),
        draw=draw or _draw_form(is_empty=True), lesson=catalogue.get_lesson_within(guard.principal(), quiz.lesson.uid),
        zone=zone(), parts=PART_NAMES, there=queries.count_drawable(slots),
    )  # fmt: skip


def _draw_form(*, is_empty: bool = False) -> DrawForm:
    form = DrawForm(formdata=None) if is_empty else DrawForm()
    form.category.choices = [(str(one.uid), one.name) for one in queries.categories_within(guard.principal())]
    return form


def _facts(quiz: Quiz) -> dict[str, Any]:
    names = ("purpose", "instructions", "form_rule", "attempts_allowed", "delay_minutes", "pass_mark", "grading",
             "per_page", "shuffle_questions", "shuffle_options", "time_limit", "grace_minutes", "password",
             "behaviour", "wrong_costs", "needs_second_marker", "is_offline")  # fmt: skip
    facts = {name: getattr(quiz, name) for name in names}
    times = {
        name: local(value, zone()) if (value := getattr(quiz, name)) else None for name in ("opens_at", "closes_at")
    }
    seen = {f"seen_{phase}": sorted(review.visible(quiz.review, phase)) for phase in review.PHASES}
    expiry = "grace" if quiz.at_expiry == AtExpiry.ABANDON and quiz.grace_minutes else quiz.at_expiry.value
    return facts | times | seen | {"title": quiz.lesson.title, "minutes": quiz.lesson.minutes, "at_expiry": expiry,
                                   "bands": review.write_bands(quiz.bands)}  # fmt: skip


def _changes(form: QuizForm) -> dict[str, Any]:
    facts = form.facts()
    facts |= {name: facts[name] or None for name in OPTIONAL} | {name: facts[name] or 0 for name in ZEROES}
    facts |= {name: _moment(facts[name]) for name in ("opens_at", "closes_at")}
    expiry = facts["at_expiry"]
    facts |= {
        "purpose": Purpose(facts["purpose"]), "grading": GradingMethod(facts["grading"]),
        "form_rule": FormRule(facts["form_rule"]), "bands": review.read_bands(facts["bands"] or ""),
        "review": {phase: sorted(facts.pop(f"seen_{phase}") or []) for phase in review.PHASES},
        "at_expiry": AtExpiry.SUBMIT if expiry not in {"grace", "abandon"} else AtExpiry.ABANDON,
        "grace_minutes": (facts["grace_minutes"] or 10) if expiry == "grace" else 0,
        "behaviour": facts["behaviour"] if facts["behaviour"] in behaviours.BEHAVIOURS else behaviours.DEFERRED,
    }  # fmt: skip
    if "matrix" not in request.form:  # an unticked row and a form without the rows look alike
        del facts["review"]
    return facts


def _moment(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=ZoneInfo(zone())) if value else None
