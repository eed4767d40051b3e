"""A learner's own certificates and the spelling of the name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.accounts import queries as accounts
from lms.certificates import actions, queries
from lms.certificates.forms import NameForm
from lms.certificates.models import Certificate, Kind
from lms.certificates.queries import PersonRow
from lms.certificates.routes import papers
from lms.certificates.rules import labels, names
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.progress import queries as progress
from lms.web import fonts, guard

bp = Blueprint("certificates_learner", __name__, url_prefix="/my")


@bp.get("/certificates")
@guard.signed_in
def mine() -> ResponseReturnValue:
    """Show a person's certificates, and names that wait for a look."""
    who = guard.principal()
    today = places.today()
    rows = [(row, queries.standing_of(row, today=today)) for row in queries.of_person(who.person_id)]
    return render_template(
        "certificates/learner/mine.html", rows=rows, waiting=queries.open_confirmations(who.person_id),
        coming=queries.on_the_way(who.person_id), reasons=labels.reasons,
        standings=labels.standings(), kinds=labels.STANDING_KINDS, hours=progress.jp_by_year(who.person_id or 0),
        transcripts=_transcripts(row for row, _worth in rows),
        files=sum(row.file_id is not None for row, _worth in rows),
    )  # fmt: skip


@bp.post("/transcripts/<int:year>")
@guard.signed_in
def transcript(year: int) -> ResponseReturnValue:
    """Issue the transcript of a year; the one that stands, unless something has changed since."""
    who = guard.principal()
    made = actions.issue_transcript(accounts.get_person(who.person_id or 0).uid, year=year, by=who, now=clock.now())
    flash(_("The transcript of %(year)s has the number %(number)s.", year=year, number=made.number), "success")
    return redirect(url_for(".mine"))


@bp.get("/certificates.zip")
@guard.signed_in
def archive() -> ResponseReturnValue:
    """Give all files of a person's own papers, whatever they are worth today."""
    rows = queries.of_person(guard.principal().person_id)
    return papers.zip_of([row for row in rows if row.file is not None], name="sertifikat-saya")


@bp.get("/certificates/<uuid:uid>.pdf")
@guard.signed_in
def download(uid: UUID) -> ResponseReturnValue:
    """Give a person's own certificate."""
    return papers.file_of(queries.get_own(guard.principal().person_id, uid))


@bp.get("/certificates/<uuid:uid>/scan.pdf")
@guard.signed_in
def scan(uid: UUID) -> ResponseReturnValue:
    """Give the scan of a person's own paper from before this register."""
    return papers.scan_of(queries.get_own(guard.principal().person_id, uid))


@bp.route("/participations/<uuid:uid>/name", methods=["GET", "POST"])
@guard.signed_in
def name(uid: UUID) -> ResponseReturnValue:
    """Show the name as it will be printed; confirm it, or correct its spelling."""
    row = _own(uid)
    form = NameForm(data={"name": row.name})
    if request.method == "GET":
        return _page(row, form)
    if not form.validate() or "preview" in request.form:
        return _page(row, form), 200 if not form.errors else 422
    try:
        actions.confirm_name(uid, name=form.name.data, by=guard.principal(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal)
        return _page(row, form), 422
    flash(_("Thank you. Your name will be printed like this."), "success")
    return redirect(url_for(".mine"))


def _transcripts(rows: Iterable[Certificate]) -> dict[int, Certificate]:
    """Return the transcripts that stand, by the year of which they tell."""
    return {row.data["year"]: row for row in rows if row.kind == Kind.TRANSCRIPT and row.is_standing}


def _own(uid: UUID) -> PersonRow:
    row = queries.own_row(guard.principal().person_id, uid)
    if row is None:
        raise Missing
    return row


def _page(row: PersonRow, form: NameForm) -> str:
    shown: Any = names.fit(form.name.data or row.name, width=657, measure=fonts.width)
    return render_template("certificates/learner/name.html", row=row, form=form, shown=shown)
