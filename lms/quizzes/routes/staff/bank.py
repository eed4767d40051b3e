"""The question bank: list, editor, preview."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.catalogue.rules.media import WIDEST
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.quizzes import actions, permissions, queries, rules
from lms.quizzes.forms import STATE_NAMES, TYPE_GROUPS, TYPE_NAMES
from lms.quizzes.forms.questions import QuestionForm, facts_of, is_lossy
from lms.quizzes.models import BankEntry, QuestionState, QuestionType, QuestionVersion
from lms.quizzes.routes.staff.door import bp, reads, writes, zone
from lms.quizzes.rules import writing
from lms.quizzes.rules.question_file import QuestionText
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
    """Choose a type, then write a question."""
    kind = request.values.get("type", "")
    if kind not in set(QuestionType):
        return render_template("quizzes/staff/kinds.html", types=TYPE_NAMES, groups=TYPE_GROUPS,
                               category=request.args.get("category"))  # fmt: skip
    form = _form(request.values.get("category", ""), {"category": request.args.get("category", ""), "type": kind})
    if request.method == "POST" and form.validate():
        try:
            made = actions.make_question(
                _uid(form.category.data), _said(form, form.category.data), state=QuestionState(form.state.data),
                by=guard.principal(), now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The question is in the bank."), "success")
            return redirect(url_for("quizzes_staff.preview_question", uid=made.uid))
    return _page(form, None), 200 if request.method == "GET" else 422


@bp.route("/questions/<uuid:uid>", methods=["GET", "POST"])
@writes
def edit_question(uid: UUID) -> ResponseReturnValue:
    """Edit a question: a new version."""
    entry = queries.get_entry_within(guard.principal(), uid)
    last = queries.latest_versions([entry.id])[entry.id]
    category = str(entry.category.uid)
    tags = queries.tags_of([entry.id]).get(entry.id, [])
    form = _form(category, facts_of(last, category=category, tags=tags))
    if request.method == "POST" and form.validate():
        try:
            actions.change_question(uid, _said(form, category, last), state=QuestionState(form.state.data),
                                    by=guard.principal(), now=clock.now())  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved as a new version. Attempts keep the version that they were given."), "success")
            return redirect(url_for("quizzes_staff.preview_question", uid=uid))
    return _page(form, entry, last), 200 if request.method == "GET" else 422


@bp.route("/questions/<uuid:uid>/preview", methods=["GET", "POST"])
@reads
def preview_question(uid: UUID) -> ResponseReturnValue:
    """Show a question as learners see it, and try an answer."""
    entry = queries.get_entry_within(guard.principal(), uid)
    versions = queries.versions_of(entry.id)
    asked = request.args.get("version", type=int)
    version = next((one for one in versions if one.number == asked), versions[0])
    tried = rules.given(version, lambda suffix: request.form.getlist(f"a-preview{suffix}"))
    tags = queries.tags_of([entry.id]).get(entry.id, [])
    drawn = () if version.type == QuestionType.DESCRIPTION else queries.where_drawn(entry, tags)
    return render_template(
        "quizzes/staff/preview.html", entry=entry, version=version, versions=versions, response=tried, tags=tags,
        grade=rules.grade(version, tried) if request.method == "POST" else None, types=TYPE_NAMES, states=STATE_NAMES,
        used=queries.where_used(entry.id), drawn=drawn, face=rules.face, files={},
        answered=queries.times_answered(entry.id), right=rules.right_answer(version),
        order=rules.option_order(version, seed=entry.id, position=1, shuffle=False), zone=zone(),
        may_author=permissions.may_author(guard.principal()),
    )  # fmt: skip


@bp.post("/questions/<uuid:uid>/archive")
@writes
def archive_question(uid: UUID) -> ResponseReturnValue:
    """Put a question away, or take it back."""
    is_back = "restore" in request.form
    actions.archive_question(uid, by=guard.principal(), now=clock.now(), is_back=is_back)
    flash(_("The question is back.") if is_back else _("The question was archived."), "success")
    return redirect(url_for("quizzes_staff.preview_question", uid=uid))


@bp.post("/questions/<uuid:uid>/copies")
@writes
def copy_question(uid: UUID) -> ResponseReturnValue:
    """Copy a question and open the copy."""
    made = actions.copy_question(uid, by=guard.principal(), now=clock.now())
    flash(_("This is the copy. It is a draft until you say that it is ready."), "success")
    return redirect(url_for("quizzes_staff.edit_question", uid=made.uid))


def _page(form: QuestionForm, entry: BankEntry | None, last: QuestionVersion | None = None) -> str:
    return render_template(
        "quizzes/staff/question.html", form=form, widest=WIDEST, pictures=form.known, entry=entry, last=last,
        kind=form.type.data, types=TYPE_NAMES,
        rows=writing.ROWS, lined=writing.LINED, placed=writing.PLACED, is_lossy=last is not None and is_lossy(last),
    )  # fmt: skip


def _form(category: str, facts: dict[str, Any]) -> QuestionForm:
    form = QuestionForm(data=facts)
    found = queries.categories_within(guard.principal())
    form.category.choices = [(str(one.uid), one.name) for one in found]
    form.state.choices = [(str(key), label) for key, label in STATE_NAMES.items()]
    own = next((one for one in found if str(one.uid) == category), None)
    form.known = {row.name: {"address": queries.picture_address(row), "width": row.width, "height": row.height}
                  for row in (queries.pictures_of(own.id) if own else ())}  # fmt: skip
    form.picture.choices = [("", _("none"))] + [(name, name) for name in form.known]
    while len(form.options) < 6:
        form.options.append_entry()
    return form


def _said(form: QuestionForm, category: str, last: QuestionVersion | None = None) -> QuestionText:
    picture = None
    if form.type.data in writing.PLACED:
        sent = form.picture_file.data
        data = (sent.filename, sent.read()) if sent and sent.filename else None
        row = actions.choose_picture(_uid(category), form.picture.data, data, by=guard.principal())
        picture = {"name": row.name, "width": row.width, "height": row.height} if row else None
    said = form.said(picture=picture, old=last)
    if not (pictures := form.sent_pictures()):
        return said
    words = [line.strip() for line in (form.shown.data or "").splitlines() if line.strip()]
    return actions.take_pictures(_uid(category), said, pictures, words=words, by=guard.principal())


def _uid(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Refused(_("Please choose a category."), fields={"category": _("Please choose a category.")}) from None


def _export(kind: str, rows: Any) -> ResponseReturnValue:
    columns = [Column(_("Category"), 32), Column(_("Key")), Column(_("Type")), Column(_("Question"), 60),
               Column(_("State")), Column(_("Version")), Column(_("Used"))]  # fmt: skip
    found = ((row.BankEntry.category.name, row.BankEntry.key, TYPE_NAMES[row.QuestionVersion.type],
              row.QuestionVersion.text, STATE_NAMES[row.QuestionVersion.state], row.QuestionVersion.number, row.used)
             for row in db.session.execute(rows))  # fmt: skip
    return tables.export(kind, "soal", columns, found)
