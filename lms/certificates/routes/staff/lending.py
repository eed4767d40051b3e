"""Letting provinces use series, signers and designs of an office."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.certificates import actions, queries
from lms.certificates.models import Lending
from lms.certificates.routes.staff.door import bp, keepers, read_uid
from lms.core import clock
from lms.core.errors import Missing, Refused
from lms.places import queries as places
from lms.web import guard

PAGES = {"series": "edit_series", "signer": "edit_signer", "design": "edit_design"}


@bp.post("/certificate-lendings/<kind>/<uuid:uid>")
@keepers
def lend(kind: str, uid: UUID) -> ResponseReturnValue:
    """Let a province use something."""
    if kind not in PAGES:
        raise Missing
    try:
        made = actions.lend(kind, uid, region_uid=read_uid(request.form.get("region")), by=guard.principal(),
                            now=clock.now())  # fmt: skip
    except Refused as refusal:
        flash(str(refusal.message), "error")
    else:
        flash(_("Trainings of %(region)s can use it now.", region=made.region.name), "success")
    return redirect(url_for(f".{PAGES[kind]}", uid=uid))


@bp.post("/certificate-lendings/<kind>/<uuid:uid>/ending/<uuid:lending_uid>")
@keepers
def take_back(kind: str, uid: UUID, lending_uid: UUID) -> ResponseReturnValue:
    """Let a province use something no longer."""
    if kind not in PAGES:
        raise Missing
    actions.take_back(lending_uid, by=guard.principal(), now=clock.now())
    flash(_("It is used there no longer; what was issued stays."), "success")
    return redirect(url_for(f".{PAGES[kind]}", uid=uid))


def lent(kind: str, row: Any) -> dict[str, Any]:
    """Return what the page of something needs to tell who may use it; nothing for something new."""
    if row is None:
        return {"lending_kind": kind, "lendings": None}
    return {
        "lending_kind": kind, "lendings": queries.lendings_of(getattr(Lending, f"{kind}_id"), row.id),
        "lending_uid": row.uid,
        "provinces": places.provinces_on(row.office.region.tree_id, clock.today(places.site().zone)),
    }  # fmt: skip
