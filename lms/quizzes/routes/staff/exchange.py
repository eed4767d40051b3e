"""Questions of other systems, in and out."""

from collections.abc import Mapping

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Refused
from lms.quizzes import actions, formats, queries
from lms.quizzes.forms import TYPE_NAMES, ImportForm
from lms.quizzes.models import BankCategory
from lms.quizzes.routes.staff.door import bp, reads, writes
from lms.web import guard

HEADERS: Mapping[str, str] = {"X-Content-Type-Options": "nosniff"}


@bp.route("/questions/import", methods=["GET", "POST"])
@writes
def import_questions() -> ResponseReturnValue:
    """Read a file of questions, and put them into the bank unless only a check was asked for."""
    form = ImportForm()
    page = {"form": form, "categories": queries.categories_within(guard.principal())}
    if request.method == "GET":
        return render_template("quizzes/staff/import.html", **page)
    try:
        if not form.validate():
            return render_template("quizzes/staff/import.html", **page), 422
        reading = formats.read(form.file.data.read(formats.MOST_BYTES + 1), kind=form.kind.data)
        imported = None if form.is_check.data else actions.import_questions(
            reading, category=form.category.data or "", by=guard.principal(), now=clock.now()
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(Refused(refusal.message, fields={"file": refusal.message}))
        return render_template("quizzes/staff/import.html", **page), 422
    return render_template("quizzes/staff/imported.html", reading=reading, imported=imported, types=TYPE_NAMES)


@bp.get("/questions/import/template.xlsx")
@writes
def question_template() -> ResponseReturnValue:
    """Give the spreadsheet with an example of each type."""
    return _file(formats.template(), "templat-soal.xlsx", formats.FORMATS["xlsx"].media_type)


@bp.get("/questions/export")
@reads
def export_questions() -> ResponseReturnValue:
    """Choose a category and a format; what the format cannot carry is told before the file is taken."""
    kind, wanted = request.args.get("format", ""), request.args.get("category", "")
    categories = queries.categories_within(guard.principal())
    chosen = next((one for one in categories if str(one.uid) == wanted), None)
    exported = None
    if chosen is not None and kind in formats.FORMATS:
        exported = _exported(chosen, kind)
        if "download" in request.args:
            return _file(exported.data, exported.file_name, exported.media_type)
    return render_template("quizzes/staff/export.html", categories=categories, chosen=chosen, kind=kind,
                           kinds=formats.FORMATS, exported=exported)  # fmt: skip


def _exported(category: BankCategory, kind: str) -> formats.Exported:
    questions = queries.category_questions(category)
    return formats.export(formats.packed(questions, queries.picture_bytes(category), category.name), kind)


def _file(data: bytes, name: str, media_type: str) -> Response:
    response = Response(data, mimetype=media_type, headers=dict(HEADERS))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
