"""The bank's drawers: listed, made, given to an office or a region, copied."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused
from lms.quizzes import actions, queries
from lms.quizzes.forms import CategoryForm
from lms.quizzes.models import BankCategory
from lms.quizzes.routes.staff.door import bp, writes
from lms.trainings import queries as trainings
from lms.web import guard

DEEPEST = 9


@bp.route("/questions/categories", methods=["GET", "POST"])
@writes
def categories() -> ResponseReturnValue:
    """Show the drawers of the bank and add one."""
    form = _form()
    if request.method == "POST" and form.validate():
        try:
            actions.make_category(name=form.name.data, by=guard.principal(), now=clock.now(), **form.whose())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The category is there."), "success")
            return redirect(url_for("quizzes_staff.categories"))
    rows = queries.drawer_rows(guard.principal())
    return render_template("quizzes/staff/categories.html", form=form, rows=rows, above=_above(rows)), _status()


@bp.route("/questions/categories/<uuid:uid>", methods=["GET", "POST"])
@writes
def edit_category(uid: UUID) -> ResponseReturnValue:
    """Rename a drawer, and say who sees and uses it."""
    category = queries.get_category_within(guard.principal(), uid)
    form = _form(category)
    if request.method == "POST" and form.validate():
        try:
            actions.change_category(uid, name=form.name.data, by=guard.principal(), **form.whose())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The changes are saved."), "success")
            return redirect(url_for("quizzes_staff.categories"))
    return render_template("quizzes/staff/category.html", form=form, category=category), _status()


@bp.post("/questions/categories/<uuid:uid>/copies")
@writes
def copy_category(uid: UUID) -> ResponseReturnValue:
    """Copy a drawer with its questions, and open the copy's name and reach."""
    made = actions.copy_category(uid, by=guard.principal(), now=clock.now())
    flash(_("This is the copy. Give it a name of its own."), "success")
    return redirect(url_for("quizzes_staff.edit_category", uid=made.uid))


def _above(rows: Sequence[Any]) -> dict[int, str]:
    """Return the names of the drawers that each drawer lies in, as far as they are seen, by its id."""
    known = {row.BankCategory.id: row.BankCategory for row in rows}
    found: dict[int, str] = {}
    for one in known.values():
        names: list[str] = []
        parent = known.get(one.parent_id or 0)
        while parent is not None and len(names) < DEEPEST:
            names.insert(0, parent.name)
            parent = known.get(parent.parent_id or 0)
        found[one.id] = " / ".join(names)
    return found


def _form(category: BankCategory | None = None) -> CategoryForm:
    who, office, region = guard.principal(), None, None
    if category is not None:
        office, region = category.office_id, category.region_id
    reach = "office" if office else "region" if region else "all"
    form = CategoryForm(data={"name": category.name if category else "", "reach": reach, "office": str(office or ""),
                              "region": str(region or "")})  # fmt: skip
    regions, offices = queries.regions_to_share_with(who, also=region), trainings.offered_offices(who, also=office)
    form.region.choices = [("", "–"), *((str(one.id), one.name) for one in regions)]
    form.office.choices = [("", "–"), *((str(one.id), one.name) for one in offices)]
    return form


def _status() -> int:
    return 422 if request.method == "POST" else 200
