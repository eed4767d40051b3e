"""The roll of a session, and attendance of a training."""

import re
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.attendance import actions, queries, rules
from lms.attendance.actions import NewMark
from lms.attendance.forms import METHOD_NAMES, STATUS_NAMES, PolicyForm, ReasonForm, SheetForm
from lms.attendance.models import Group, Method, Phase, Status
from lms.attendance.routes import looks, papers, words
from lms.attendance.routes.staff.door import bp
from lms.core import clock
from lms.core.errors import Refused
from lms.trainings import queries as trainings
from lms.trainings.models import Capacity
from lms.web import guard, incoming
from lms.web import papers as drawn

MOST_MARKS = 2000
LARGEST_ROLL = MOST_MARKS * 300
"""Bytes of a batch: a mark with its three uids takes about 170."""


@bp.get("/trainings/<uuid:uid>/attendance")
@guard.signed_in
def show_training(uid: UUID) -> ResponseReturnValue:
    """Show a training's sessions with their counts, and what waits for a human."""
    training = trainings.get_training_within(guard.principal(), uid)
    expected = queries.expected_by_capacity(training.id)
    participants = expected.pop(Capacity.PARTICIPANT, 0)
    return render_template(
        "attendance/staff/training.html",
        training=training,
        sessions=queries.sessions_with_counts(training.id, of=[Capacity.PARTICIPANT]),
        expected=participants,
        others=words.told_people(expected),
        conflicts=queries.conflicts(training.id),
        in_two_rooms=queries.count_in_two_rooms(training.id),
        unknown=queries.unknown_codes(training.id),
        policy=queries.policy(training.id),
        may_run=trainings.may_run(guard.principal(), training.id),
        may_mark=training.is_open and bool(queries.markable_sessions(guard.principal(), training)),
        statuses=STATUS_NAMES,
    )


@bp.get("/trainings/<uuid:uid>/attendance.<any(xlsx, csv):kind>")
@guard.signed_in
def export_training(uid: UUID, kind: str) -> Response:
    """Answer with everyone's status in every session, and their lesson hours."""
    return papers.export(trainings.get_training_within(guard.principal(), uid), kind)


@bp.route("/trainings/<uuid:uid>/attendance/policy", methods=["GET", "POST"])
@guard.signed_in
def edit_policy(uid: UUID) -> ResponseReturnValue:
    """Ask how lateness and excuses count, and keep it."""
    training = queries.get_run_training(guard.principal(), uid)
    form = PolicyForm(obj=queries.policy(training.id))
    if form.validate_on_submit():
        actions.set_policy(uid, by=guard.principal(), **form.counting())
        flash(_("Kept. Lesson hours are counted this way from now on."))
        return redirect(url_for(".show_training", uid=uid))
    page = render_template("attendance/staff/policy.html", training=training, form=form)
    return page, 422 if form.errors else 200


@bp.get("/sessions/<uuid:uid>/roll")
@guard.signed_in
def show_roll(uid: UUID) -> ResponseReturnValue:
    """Show who is expected in a session, each with one tap to mark."""
    return _roll_page(uid, SheetForm(formdata=None)), 200


@bp.post("/sessions/<uuid:uid>/marks")
@guard.signed_in
def create_marks(uid: UUID) -> ResponseReturnValue:
    """Append marks: a batch from a phone as JSON, or the whole roll as a form."""
    if request.is_json:
        return _answer(uid, _from_json(incoming.read_json(LARGEST_ROLL)))
    marked = actions.mark_many(uid, _from_form(), by=guard.principal(), now=clock.now())
    return _told(uid, marked)


@bp.post("/sessions/<uuid:uid>/presence")
@guard.signed_in
def create_presence(uid: UUID) -> ResponseReturnValue:
    """Mark everyone present who has no status yet."""
    marked = actions.mark_all_present(uid, by=guard.principal(), now=clock.now(), phase=_phase())
    return _told(uid, marked)


@bp.post("/sessions/<uuid:uid>/paper")
@guard.signed_in
def create_paper(uid: UUID) -> ResponseReturnValue:
    """Mark the rows of a signed sheet by their numbers."""
    form = SheetForm()
    if not form.validate_on_submit():
        return _roll_page(uid, form), 422
    try:
        marked = actions.mark_numbers(
            uid, form.numbers.data, status=Status(form.status.data), group=Group(form.group.data), phase=_phase(),
            by=guard.principal(), now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        return _roll_page(uid, form), 422
    return _told(uid, marked, words.told_numbers(marked))


@bp.post("/mark-batches/<uuid:batch>/undoing")
@guard.signed_in
def undo(batch: UUID) -> ResponseReturnValue:
    """Take back what was marked in one go."""
    count = actions.undo(batch, by=guard.principal(), now=clock.now())
    if request.is_json:
        return {"undone": count}
    flash(ngettext("Taken back for %(num)s person.", "Taken back for %(num)s people.", count))
    return redirect(request.form.get("next", type=_local) or url_for("trainings_staff.index"))


@bp.get("/sessions/<uuid:uid>/people/<uuid:person>")
@guard.signed_in
def show_marks(uid: UUID, person: UUID) -> ResponseReturnValue:
    """Show every mark of one person in a session: who, when, how and why."""
    return _marks_page(uid, person), 200


@bp.post("/sessions/<uuid:uid>/people/<uuid:person>/marks")
@guard.signed_in
def create_mark(uid: UUID, person: UUID) -> ResponseReturnValue:
    """Decide one person's status, with a reason, having seen every mark so far."""
    form = ReasonForm()
    if not form.validate():
        return _marks_page(uid, person, form), 422
    mark = NewMark(
        uid=uuid4(),
        status=Status(form.status.data),
        participation_uid=person,
        after=form.seen(),
        reason=form.reason.data,
    )
    actions.mark_many(uid, [mark], by=guard.principal(), now=clock.now())
    flash(_("Marked."))
    return redirect(url_for(".show_marks", uid=uid, person=person))


@bp.get("/sessions/<uuid:uid>/sheet.pdf")
@guard.signed_in
def show_sheet(uid: UUID) -> ResponseReturnValue:
    """Answer with the sign-in sheet of a session as PDF."""
    asked = request.args.get("for", "")
    group = Group(asked) if asked in set(Group) else Group.EVERYONE
    return drawn.answer("attendance.sheet", session=str(uid), group=group.value)


def _marks_page(uid: UUID, person: UUID, form: ReasonForm | None = None) -> str:
    session = trainings.get_session_within(guard.principal(), uid)
    participation = trainings.get_participation_within(guard.principal(), person)
    marks = queries.history(session, participation)
    return render_template(
        "attendance/staff/marks.html",
        session=session,
        participation=participation,
        marks=marks,
        form=form or ReasonForm(formdata=None, after=",".join(row.Mark.uid.hex for row in marks)),
        may_mark=trainings.may_mark(guard.principal(), session.id),
        statuses={status.value: name for status, name in STATUS_NAMES.items()},
        methods=METHOD_NAMES,
    )


def _roll_page(uid: UUID, form: SheetForm) -> str:
    session = trainings.get_session_within(guard.principal(), uid)
    rows = queries.roll(session, _phase())
    may_mark = trainings.may_mark(guard.principal(), session.id)
    return render_template(
        "attendance/staff/roll.html",
        session=session,
        phase=_phase(),
        wants_end_mark=queries.policy(session.training_id).wants_end_mark,
        training=session.training,
        rows=looks.by_place(rows),
        people=words.told_people(Counter(Capacity(row.capacity) for row in rows)),
        has_rows=bool(rows),
        counts=rules.counts_by_status(row.status for row in rows),
        may_mark=may_mark,
        markable=may_mark and session.training.is_open and not session.cancelled_at,
        statuses={status: str(name) for status, name in STATUS_NAMES.items()},
        form=form,
        batch=request.args.get("marked", type=UUID),
    )


def _answer(uid: UUID, marks: list[NewMark]) -> ResponseReturnValue:
    marked = actions.mark_many(uid, marks, by=guard.principal(), now=clock.now())
    return {
        "batch": str(marked.batch),
        "added": marked.added,
        "repeated": marked.repeated,
        "unknown": marked.unknown,
    }


def _told(uid: UUID, marked: actions.Marked, told: str = "") -> ResponseReturnValue:
    flash(told or ngettext("%(num)s person marked.", "%(num)s people marked.", marked.added))
    at = "end" if _phase() == Phase.END else None
    return redirect(url_for(".show_roll", uid=uid, at=at, marked=marked.batch if marked.added else None))


def _phase() -> Phase:
    return Phase.END if request.args.get("at") == "end" else Phase.START


def _from_form() -> list[NewMark]:
    """Read the roll's form: only rows whose status differs from the one that the page showed.

    Fields of row 7: `p7` is "person status mark" as the page showed them ("" for none), `s7` the status chosen.
    """
    marks, phase = [], _phase()
    for name, told in request.form.items():
        status = request.form.get(f"s{name[1:]}")
        if not re.fullmatch(r"p\d+", name) or status is None:
            continue
        person, was, seen = [*told.split(" "), "", ""][:3]
        if status != was:
            marks.append(_mark({"participation": person, "status": status, "after": [seen] if seen else []}, phase))
    return marks


def _from_json(body: Any) -> list[NewMark]:
    if not isinstance(body, dict) or not isinstance(body.get("marks"), list) or len(body["marks"]) > MOST_MARKS:
        raise Refused(_("These marks cannot be read."))
    phase = _phase()
    return [_mark(entry, phase) for entry in body["marks"]]


def _mark(entry: Any, phase: Phase) -> NewMark:
    try:
        return NewMark(
            uid=UUID(entry["uid"]) if entry.get("uid") else uuid4(),
            status=Status(entry["status"]),
            participation_uid=UUID(entry["participation"]),
            after=tuple(UUID(uid).hex for uid in entry.get("after", [])),
            method=Method.MANUAL,
            phase=phase,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(_("These marks cannot be read.")) from error


def _local(address: str) -> str:
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else ""
