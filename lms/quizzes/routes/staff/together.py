"""Several questions of the bank changed together: chosen in the list, looked at before, then changed."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.core import clock
from lms.core.errors import Refused
from lms.quizzes import actions, queries
from lms.quizzes.forms import STATE_NAMES, TYPE_NAMES, TogetherForm, tags_of
from lms.quizzes.models import BankCategory, QuestionState
from lms.quizzes.routes.staff.door import bp, writes
from lms.quizzes.rules.bulk import Wanted
from lms.web import guard


@bp.post("/questions/changes")
@writes
def change_together() -> ResponseReturnValue:
    """Ask what is to become of the chosen questions, show what would change, and change it."""
    chosen = request.form.getlist("chosen", type=UUID)[: queries.MOST_TOGETHER]
    if not chosen:
        flash(_("Tick the questions first."), "warning")
        return redirect(_back())
    drawers = queries.categories_within(guard.principal())
    form = _form(drawers)
    if "look" not in request.form and "change" not in request.form:
        return _page(form, chosen, drawers, Wanted())
    if not form.validate():
        return _page(form, chosen, drawers, Wanted()), 422
    wanted = _wanted(form, drawers)
    if "change" in request.form:
        try:
            count = actions.change_together(chosen, wanted, by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
            return _page(form, chosen, drawers, wanted), 422
        flash(ngettext("%(num)s question was changed.", "%(num)s questions were changed.", count), "success")
        return redirect(_back())
    return _page(form, chosen, drawers, wanted)


def _page(form: TogetherForm, chosen: Sequence[UUID], drawers: Sequence[BankCategory], wanted: Wanted) -> str:
    rows = queries.bulk_preview(guard.principal(), chosen, wanted)
    return render_template(
        "quizzes/staff/together.html", form=form, rows=rows, states=STATE_NAMES, types=TYPE_NAMES, back=_back(),
        names={one.id: one.name for one in drawers}, changed=sum(row.is_changed for row in rows), wanted=wanted,
    )  # fmt: skip


def _form(drawers: Sequence[BankCategory]) -> TogetherForm:
    form = TogetherForm()
    stays = ("", _("stays as it is"))
    form.category.choices = [stays, *((str(one.uid), one.name) for one in drawers)]
    form.state.choices = [stays, *((str(key), label) for key, label in STATE_NAMES.items())]
    form.archive.choices = [stays, ("yes", _("Archive")), ("no", _("Take it back"))]
    return form


def _wanted(form: TogetherForm, drawers: Sequence[BankCategory]) -> Wanted:
    drawer = next((one for one in drawers if str(one.uid) == form.category.data), None)
    return Wanted(
        category_id=drawer.id if drawer else None, add=tags_of(form.add.data), remove=tags_of(form.remove.data),
        state=QuestionState(form.state.data) if form.state.data else None,
        archives={"yes": True, "no": False}.get(form.archive.data),
    )  # fmt: skip


def _back() -> str:
    asked = request.form.get("back", "")
    own = url_for("quizzes_staff.questions")
    return asked if asked == own or asked.startswith(f"{own}?") else own
