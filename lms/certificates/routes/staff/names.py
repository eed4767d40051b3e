"""Names: the list that people sign, ticks in bulk, the notice, and silence taken as a yes."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.certificates import actions, queries
from lms.certificates.forms import NoticeForm
from lms.certificates.routes.staff.door import asked, bp, get_run, read_uid
from lms.certificates.rules import labels
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.trainings.models import Training
from lms.web import fonts, guard, paging

PER_PAGE = 100


@bp.get("/trainings/<uuid:uid>/names")
@guard.signed_in
def names(uid: UUID) -> ResponseReturnValue:
    """Show the names as they will be printed, and which are confirmed."""
    return _page(get_run(uid), NoticeForm(formdata=None))


@bp.post("/trainings/<uuid:uid>/names")
@guard.signed_in
def confirm_names(uid: UUID) -> ResponseReturnValue:
    """Confirm the ticked names, with corrections that were typed."""
    ticked = {read_uid(text): request.form.get(f"name-{text}", "") for text in request.form.getlist("uid")}
    if not ticked:
        flash(_("Tick the names that were confirmed first."), "warning")
        return redirect(url_for(".names", uid=uid))
    done = actions.confirm_listed(uid, ticked, by=guard.principal(), now=clock.now())
    flash(ngettext("%(num)s name was confirmed.", "%(num)s names were confirmed.", done), "success")
    return redirect(url_for(".names", uid=uid))


@bp.get("/trainings/<uuid:uid>/names/list")
@guard.signed_in
def name_list(uid: UUID) -> ResponseReturnValue:
    """Show the list for print: people look at their names and sign."""
    training = get_run(uid)
    rows = queries.in_paper_order(queries.as_rows(db.session.execute(queries.rows_of(training.id))))
    return render_template("certificates/staff/name_list.html", training=training, rows=rows)


@bp.post("/trainings/<uuid:uid>/names/notice")
@guard.signed_in
def give_notice(uid: UUID) -> ResponseReturnValue:
    """Ask everyone to look at the own name within some days."""
    training, form = get_run(uid), NoticeForm()
    if not form.validate():
        return _page(training, form), 422
    try:
        actions.give_notice(uid, days=form.days.data or 0, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(training, form), 422
    flash(_("The notice is given; everyone sees it on the first page."), "success")
    return redirect(url_for(".names", uid=uid))


@bp.post("/trainings/<uuid:uid>/names/silence")
@guard.signed_in
def deem(uid: UUID) -> ResponseReturnValue:
    """Take the names of those who stayed silent as confirmed."""
    done = actions.deem_confirmed(uid, by=guard.principal(), now=clock.now())
    flash(ngettext("%(num)s name counts as confirmed.", "%(num)s names count as confirmed.", done), "success")
    return redirect(url_for(".names", uid=uid))


def _page(training: Training, form: NoticeForm) -> str:
    chosen = asked("q", "confirmed")
    statement = queries.rows_of(training.id, text=chosen["q"], status=chosen["confirmed"])
    page = paging.load(statement, page=paging.requested(), per_page=PER_PAGE, scalars=False)
    notice = queries.notice_of(training.id)
    due = notice.due if notice else None
    return render_template(
        "certificates/staff/names.html", training=training, page=page, rows=queries.as_rows(page.items), chosen=chosen,
        form=form, notice=notice, due=due, is_due=due is not None and clock.now() >= due, hows=labels.hows(),
        statuses=labels.statuses(), counts=queries.counts_of(training.id), lacking=fonts.lacking,
    )  # fmt: skip
