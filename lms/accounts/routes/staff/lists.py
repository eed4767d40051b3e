"""Lists of people."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from lms.accounts import permissions, queries
from lms.accounts.models import Person
from lms.accounts.routes.staff.door import bp
from lms.accounts.rules import role_labels
from lms.core import clock
from lms.core.db import db
from lms.places import queries as places
from lms.web import guard, paging, tables


@bp.get("/")
@guard.allowed(permissions.may_see_people)
def people() -> ResponseReturnValue:
    """Show the people in reach, or export them."""
    names = ("text", "role", "account", "region_code", "sort")
    facts = {name: request.args.get(name, "")[:80] for name in names}
    wanted = queries.Wanted(**{**facts, "text": request.args.get("q", facts["text"])[:80]})
    today = clock.today(places.site().zone)
    statement = queries.list_people(guard.principal(), wanted, today=today)
    if request.args.get("export") in {"xlsx", "csv"}:
        return _export(statement, request.args["export"])
    return render_template(
        "accounts/staff/people.html",
        page=paging.load(statement, page=paging.requested()),
        wanted=wanted,
        roles=role_labels(),
        address=paging.address,
        may_edit=permissions.may_edit(guard.principal()),
        may_merge=permissions.may_merge(guard.principal()),
    )


@bp.get("/doubles")
@guard.allowed(permissions.may_merge)
def doubles() -> ResponseReturnValue:
    """Show people in reach who share a name."""
    statement = queries.likely_doubles(guard.principal())
    return render_template("accounts/staff/doubles.html", page=paging.load(statement, page=paging.requested()))


def _export(statement: Select[Any], kind: str) -> ResponseReturnValue:
    headings = (
        _("Degrees before the name"), _("Full name"), _("Degrees after the name"), _("Position"), _("Office"),
        _("Region"), _("Code of the region"), _("Phone"), _("E-mail"), _("NIP"), _("Has an account"),
    )  # fmt: skip
    rows = (_row(person) for person in db.session.scalars(statement))
    return tables.export(kind, f"people-{clock.now():%Y%m%d}", [tables.Column(name, 20) for name in headings], rows)


def _row(person: Person) -> list[Any]:
    office = person.office
    return [
        person.degree_before, person.full_name, person.degree_after, person.position, office.name if office else "",
        office.region.name if office else "", office.region.code if office else "", person.phone or "",
        person.email or "", person.nip or "", _("Yes") if person.password_hash else _("No"),
    ]  # fmt: skip
