"""Quizzes on paper as staff see them: print, key in, take back."""

import re
from uuid import UUID, uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.quizzes import actions, queries
from lms.quizzes.routes import papers
from lms.quizzes.routes.staff.door import bp
from lms.quizzes.rules import paper
from lms.web import guard
from lms.web import papers as drawn

NAME = re.compile(r"q(\d{1,3})(?:-(\d{1,2}))?")


@bp.get("/trainings/<uuid:uid>/tests/papers")
@guard.signed_in
def list_papers(uid: UUID) -> ResponseReturnValue:
    """Show which quizzes of a training can be printed, what was printed, and how much of it was keyed in."""
    training = queries.get_testing(guard.principal(), uid)
    found = queries.quizzes_of(training.id)
    return render_template(
        "quizzes/staff/papers.html", training=training, quizzes=found, printed=queries.printed_of(training.id),
        forms=queries.forms_by_quiz([quiz.id for quiz, *_rest in found]), keyed=queries.keyed_counts(training.id),
    )  # fmt: skip


@bp.post("/trainings/<uuid:uid>/tests/papers")
@guard.signed_in
def print_paper(uid: UUID) -> ResponseReturnValue:
    """Freeze a form for printing."""
    lesson = request.form.get("lesson", type=UUID)
    if lesson is None:
        raise Missing
    try:
        actions.print_form(uid, lesson, form=request.form.get("form", ""), by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        flash(str(refusal.message), "warning")
    return redirect(url_for(".list_papers", uid=uid) + "#printed")


@bp.get("/papers/<uuid:uid>/questions.pdf")
@guard.signed_in
def paper_questions(uid: UUID) -> Response:
    """Answer with the questions as PDF."""
    return papers.questions(queries.get_printed(guard.principal(), uid))


@bp.get("/papers/<uuid:uid>/sheets.pdf")
@guard.signed_in
def paper_sheets(uid: UUID) -> ResponseReturnValue:
    """Answer with the answer sheets as PDF."""
    return drawn.answer("quizzes.sheets", form=str(uid))


@bp.get("/papers/<uuid:uid>/sheets")
@guard.signed_in
def key_sheets(uid: UUID) -> ResponseReturnValue:
    """Show a row a person, with a place for each answer."""
    return _page(uid), 200


@bp.post("/papers/<uuid:uid>/sheets")
@guard.signed_in
def key_sheet(uid: UUID) -> ResponseReturnValue:
    """Hand in one sheet."""
    person, sheet = request.form.get("person", type=UUID), request.form.get("sheet", type=UUID)
    if person is None or sheet is None:
        raise Missing
    try:
        attempt = actions.key_sheet(uid, person, sheet, _keyed(), by=guard.principal(), now=clock.now())
    except Missing:
        raise
    except Refused as refusal:
        if _wants_json():
            return {"refused": str(refusal.message)}, 422
        return _page(uid, wrong=str(refusal.message), person=person), 422
    if _wants_json():
        undo = url_for(".take_back_sheet", uid=uid, attempt_uid=attempt.uid)
        return {"attempt": str(attempt.uid), "undo": undo, "sheet": str(uuid4())}
    return redirect(url_for(".key_sheets", uid=uid))


@bp.post("/papers/<uuid:uid>/sheets/<uuid:attempt_uid>/removal")
@guard.signed_in
def take_back_sheet(uid: UUID, attempt_uid: UUID) -> ResponseReturnValue:
    """Put aside what was keyed from a sheet."""
    actions.take_back_sheet(uid, attempt_uid, by=guard.principal(), now=clock.now())
    if _wants_json():
        return {"taken": str(attempt_uid)}
    return redirect(url_for(".key_sheets", uid=uid))


def _page(uid: UUID, *, wrong: str = "", person: UUID | None = None) -> str:
    printed = queries.get_printed(guard.principal(), uid)
    sheets = queries.sheets_of(printed)
    wanted = request.args.get("sheet", type=int)
    first = next((one.number for one in sheets if one.attempt is None), 0)
    if person is not None:
        wanted = next((one.number for one in sheets if one.participation.uid == person), None)
    items = [(one, paper.blanks(one.version, one.order)) for one in queries.printed_items(printed)]
    return render_template("quizzes/staff/keying.html", printed=printed, sheets=sheets, items=items, fresh=uuid4,
                           first=wanted or first, wrong=wrong,
                           has_marks=any(blank.shape == paper.MARK for _item, own in items for blank in own),
                           keyed=sum(1 for one in sheets if one.attempt))  # fmt: skip


def _keyed() -> dict[int, list[str]]:
    """Return what was typed by question, a text for each of its blanks: q3, or q3-1, q3-2 …"""
    found: dict[int, dict[int, str]] = {}
    for name, text in request.form.items():
        if match := NAME.fullmatch(name):
            found.setdefault(int(match[1]), {})[int(match[2] or 1)] = text
    return {position: [own.get(n, "") for n in range(1, max(own) + 1)] for position, own in found.items()}


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
