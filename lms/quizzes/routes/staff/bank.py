"""The question bank: list, editor, preview."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.quizzes import actions, permissions, queries, rules
from lms.quizzes.forms import STATE_NAMES, TYPE_NAMES, CategoryForm, QuestionForm
from lms.quizzes.models import BankEntry, QuestionState, QuestionVersion
from lms.quizzes.routes.staff.door import bp, reads, writes
from lms.web import guard, paging, tables
from lms.web.tables import Column

FILTERS = ("category", "kind", "tag", "state")


@bp.get("/questions")
@reads
def questions() -> ResponseReturnValue:
    """List the bank."""
    by = guard.principal()
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    text = request.args.get("q", "").strip()
    rows = queries.entry_rows(by, text=text, **asked)
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), rows)
    page = paging.load(rows, page=paging.requested(), scalars=False)
    return render_template(
        "quizzes/staff/questions.html", page=page, text=text, types=TYPE_NAMES, states=STATE_NAMES,
        categories=queries.categories_within(by), tags=queries.all_tags(), may_author=permissions.may_author(by),
        tags_of=queries.tags_of([row.BankEntry.id for row in page.items]), asked=asked,
    )  # fmt: skip


@bp.route("/questions/new", methods=["GET", "POST"])
@writes
def new_question() -> ResponseReturnValue:
    """Write a question."""
    form = _form()
    form.category.data = form.category.data or request.args.get("category", "")
    if request.method == "GET":
        return render_template("quizzes/staff/question.html", form=form, entry=None)
    if form.validate():
        try:
            made = actions.make_question(UUID(form.category.data), form.said(), by=guard.principal(), now=clock.now(),
                                         state=QuestionState(form.state.data))  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The question is in the bank."), "success")
            return redirect(url_for("quizzes_staff.preview_question", uid=made.uid))
    return render_template("quizzes/staff/question.html", form=form, entry=None), 422


@bp.route("/questions/<uuid:uid>", methods=["GET", "POST"])
@writes
def edit_question(uid: UUID) -> ResponseReturnValue:
    """Edit a question: a new version."""
    entry = queries.get_entry_within(guard.principal(), uid)
    last = queries.latest_versions([entry.id])[entry.id]
    form = _form(_facts(entry, last))
    status = 200
    if request.method == "POST" and form.validate():
        try:
            actions.change_question(uid, form.said(), by=guard.principal(), now=clock.now(),
                                    state=QuestionState(form.state.data))  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved as a new version. Attempts keep the version that they were given."), "success")
            return redirect(url_for("quizzes_staff.preview_question", uid=uid))
    if request.method == "POST":
        status = 422
    return render_template("quizzes/staff/question.html", form=form, entry=entry, last=last), status


@bp.route("/questions/<uuid:uid>/preview", methods=["GET", "POST"])
@reads
def preview_question(uid: UUID) -> ResponseReturnValue:
    """Show a question as learners see it, and try an answer."""
    entry = queries.get_entry_within(guard.principal(), uid)
    versions = queries.versions_of(entry.id)
    tried = rules.given(versions[0], lambda suffix: request.form.getlist(f"a-preview{suffix}"))
    grade = rules.grade(versions[0], tried) if request.method == "POST" else None
    return render_template(
        "quizzes/staff/preview.html", entry=entry, version=versions[0], versions=versions, grade=grade,
        response=tried, used=queries.where_used(entry.id), types=TYPE_NAMES, states=STATE_NAMES,
        tags=queries.tags_of([entry.id]).get(entry.id, []), face=rules.face, files={},
        order=rules.option_order(versions[0], seed=entry.id, position=1, shuffle=False),
        right=rules.right_answer(versions[0]), may_author=permissions.may_author(guard.principal()),
    )  # fmt: skip


@bp.post("/questions/<uuid:uid>/archive")
@writes
def archive_question(uid: UUID) -> ResponseReturnValue:
    """Put a question away, or take it back."""
    is_back = "restore" in request.form
    actions.archive_question(uid, by=guard.principal(), now=clock.now(), is_back=is_back)
    flash(_("The question is back.") if is_back else _("The question was archived."), "success")
    return redirect(url_for("quizzes_staff.preview_question", uid=uid))


@bp.route("/questions/categories", methods=["GET", "POST"])
@writes
def categories() -> ResponseReturnValue:
    """Show the drawers of the bank and add one."""
    form = CategoryForm()
    if request.method == "POST" and form.validate():
        actions.make_category(name=form.name.data, by=guard.principal(), now=clock.now())
        flash(_("The category is there."), "success")
        return redirect(url_for("quizzes_staff.categories"))
    rows = queries.categories_within(guard.principal())
    status = 422 if request.method == "POST" else 200
    return render_template("quizzes/staff/categories.html", form=form, categories=rows), status


def _form(facts: dict[str, Any] | None = None) -> QuestionForm:
    form = QuestionForm(data=facts)
    form.category.choices = [(str(one.uid), one.name) for one in queries.categories_within(guard.principal())]
    while len(form.options) < 6:
        form.options.append_entry()
    return form


def _facts(entry: BankEntry, last: QuestionVersion) -> dict[str, Any]:
    tags = queries.tags_of([entry.id]).get(entry.id, [])
    return {
        "category": str(entry.category.uid), "type": str(last.type), "text": last.text, "feedback": last.feedback,
        "objective": last.objective, "tags": ", ".join(tags), "state": last.state.value, "options": last.options,
        **last.settings,
    }  # fmt: skip


def _export(kind: str, rows: Any) -> ResponseReturnValue:
    columns = [Column(_("Category"), 32), Column(_("Key")), Column(_("Type")), Column(_("Question"), 60),
               Column(_("State")), Column(_("Version")), Column(_("Used"))]  # fmt: skip
    found = ((row.BankEntry.category.name, row.BankEntry.key, TYPE_NAMES[row.QuestionVersion.type],
              row.QuestionVersion.text, STATE_NAMES[row.QuestionVersion.state], row.QuestionVersion.number, row.used)
             for row in db.session.execute(rows))  # fmt: skip
    return tables.export(kind, "soal", columns, found)
