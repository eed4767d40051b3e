"""The register of all numbers, and one certificate."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, queries
from lms.certificates.forms import ReasonForm, ReplaceForm
from lms.certificates.models import Certificate
from lms.certificates.routes import papers
from lms.certificates.routes.staff.door import asked, asked_address, bp, parts, readers
from lms.certificates.rules import frozen, labels
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.ids import grouped
from lms.places import queries as places
from lms.web import guard, paging, tables
from lms.web.tables import Column

MOST_EXPORTED = 50_000
STATUSES = ("valid", "recorded", "numbered", "revoked", "replaced", "void")


@bp.get("/certificates")
@readers
def register() -> ResponseReturnValue:
    """Show every number that was given, whatever became of it."""
    who = guard.principal()
    chosen = asked("q", "series", "year", "status", "sort")
    statement = queries.register_rows(who, text=chosen["q"], series=chosen["series"], year=chosen["year"],
                                      status=chosen["status"], sort=chosen["sort"] or "-number")  # fmt: skip
    if (kind := request.args.get("export")) in {"xlsx", "csv"}:
        return _export(str(kind), db.session.scalars(statement.limit(MOST_EXPORTED)).all())
    page, today = paging.load(statement, page=paging.requested()), places.today()
    return render_template(
        "certificates/staff/register.html", page=page, chosen=chosen, address=paging.address, parts=parts(),
        series=db.session.scalars(queries.series_within(who)).all(), years=queries.years_of(who), statuses=_statuses(),
        standing=lambda row: queries.standing_of(row, today=today), standings=labels.standings(),
        kinds=labels.STANDING_KINDS, historic=labels.historic(places.site().name),
    )  # fmt: skip


@bp.get("/certificates/<uuid:uid>")
@guard.signed_in
def certificate(uid: UUID) -> ResponseReturnValue:
    """Show one certificate with its history, and what can be done."""
    return _page(queries.get_certificate_within(guard.principal(), uid))


@bp.get("/certificates/<uuid:uid>/file.pdf")
@guard.signed_in
def download(uid: UUID) -> ResponseReturnValue:
    """Give the file of a certificate."""
    return papers.file_of(queries.get_certificate_within(guard.principal(), uid))


@bp.post("/certificates/<uuid:uid>/revocation")
@guard.signed_in
def revoke(uid: UUID) -> ResponseReturnValue:
    """Revoke a certificate."""
    return _act(uid, actions.revoke, "revoke", _("The certificate is revoked."))


@bp.post("/certificates/<uuid:uid>/void")
@guard.signed_in
def void(uid: UUID) -> ResponseReturnValue:
    """Make a number void."""
    return _act(uid, actions.void, "void", _("The number is void."))


@bp.post("/certificates/<uuid:uid>/replacement")
@guard.signed_in
def replace(uid: UUID) -> ResponseReturnValue:
    """Issue a corrected certificate with a new number."""
    form = ReplaceForm(prefix="replace")
    if form.validate():
        try:
            made = actions.replace(uid, name=form.name.data, reason=form.reason.data, by=guard.principal(),
                                   now=clock.now())  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(_("The replacement has the number %(number)s.", number=made.number), "success")
            return redirect(asked_address(made) or url_for(".certificate", uid=made.uid))
    return _page(queries.get_certificate_within(guard.principal(), uid), replace_form=form), 422


def _act(uid: UUID, act: Any, name: str, done: str) -> ResponseReturnValue:
    form = ReasonForm(prefix=name)
    if form.validate():
        try:
            act(uid, reason=form.reason.data, by=guard.principal(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            flash(done, "success")
            return redirect(url_for(".certificate", uid=uid))
    return _page(queries.get_certificate_within(guard.principal(), uid), **{f"{name}_form": form}), 422


def _page(found: Certificate, **forms: Any) -> str:
    standing = queries.standing_of(found, today=clock.today(found.series.zone))
    drawn = {
        "revoke_form": ReasonForm(formdata=None, prefix="revoke"),
        "void_form": ReasonForm(formdata=None, prefix="void"),
        "replace_form": ReplaceForm(formdata=None, prefix="replace", data={"name": found.name}),
    }
    return render_template(
        "certificates/staff/certificate.html", certificate=found, data=found.data, standing=standing,
        runs=queries.may_end(guard.principal(), found),
        words=labels.standings()[standing], kind=labels.STANDING_KINDS[standing], history=queries.history_of(found.id),
        historic=labels.historic(places.site().name), on_day=frozen.day_of(found.data, "on_day"),
        born=frozen.day_of(found.data, "born"), facts=labels.facts(),
        before=queries.predecessor_of(found.id), batch=queries.find_batch_of(found), code=grouped(found.code),
        file_words=labels.file(found.file.size, found.data.get("signature", "")) if found.file else "",
        **(drawn | forms),
    )  # fmt: skip


def _statuses() -> list[tuple[str, str]]:
    historic = labels.historic(places.site().name)
    words = (_("All"), _("Valid"), historic, _("In the making"), _("Revoked"), _("Replaced"), _("Void"))
    return list(zip(("", *STATUSES), words, strict=True))


def _export(kind: str, rows: Any) -> ResponseReturnValue:
    columns = [Column(_("Number"), 30), Column(_("Year")), Column(_("Serial")), Column(_("Name"), 34),
               Column(_("Office"), 34), Column(_("Training"), 40), Column(_("Lesson hours")), Column(_("State"), 16),
               Column(_("Numbered"), 18), Column(_("Issued"), 18), Column(_("Revoked"), 18), Column(_("Reason"), 40),
               Column(_("Replaced by"), 30), Column(_("Code"), 18), Column("SHA-256", 66),
               Column(_("Origin"), 34)]  # fmt: skip
    words, today, marked = labels.standings(), places.today(), labels.historic(places.site().name)
    cells = [
        (c.number, c.year, c.serial, c.name, c.data.get("office", ""), c.data.get("training", ""),
         c.data.get("jp", 0) / 100, words[queries.standing_of(c, today=today)], c.numbered_at, _issued(c),
         c.revoked_at, c.revoke_reason, c.successor.number if c.successor else "", c.code, c.sha256,
         marked if c.is_historic else "")
        for c in rows
    ]  # fmt: skip
    return tables.export(kind, "register-sertifikat", columns, cells, zone="Asia/Jakarta")


def _issued(certificate: Certificate) -> datetime | date | None:
    """Return when a paper was issued; of one from before this register only the day that it bears is known."""
    return frozen.day_of(certificate.data, "on_day") if certificate.is_historic else certificate.issued_at
