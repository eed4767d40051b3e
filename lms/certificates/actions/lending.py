"""Letting a province use a series, a signer or a design of an office, and taking that back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates import queries
from lms.certificates.actions.keeping import require_kept
from lms.certificates.models import Design, Lending, Series, Signer
from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import queries as places

KINDS: dict[str, Any] = {"series": Series, "signer": Signer, "design": Design}


@transaction()
def lend(kind: str, uid: UUID, *, region_uid: UUID, by: Principal, now: datetime) -> Lending:
    """Let the trainings of a province use something of an office; a second time changes nothing."""
    table = KINDS.get(kind)
    row = db.session.scalar(select(table).where(table.uid == uid)) if table is not None else None
    if row is None:
        raise Missing
    require_kept(by, row.office_id)
    provinces = places.provinces_on(row.office.region.tree_id, clock.local(now, places.site().zone).date())
    region = next((one for one in provinces if one.uid == region_uid), None)
    if region is None:
        raise Refused(_("Choose a province."), fields={"region": _("Choose a province.")})
    column = getattr(Lending, f"{kind}_id")
    held = next((one for one in queries.lendings_of(column, row.id) if one.region_id == region.id), None)
    if held is not None:
        return held
    made = Lending(**{f"{kind}_id": row.id}, region=region, at=now, by=by.id)
    db.session.add(made)
    db.session.flush()
    trail.record("certificates.lent", by=by.id, subject=kind, subject_uid=uid, region=region.code)
    return made


@transaction()
def take_back(uid: UUID, *, by: Principal, now: datetime) -> Lending:
    """Let a province use something no longer; what was issued with it stays."""
    found = queries.get_lending(uid)
    key = found.series_id or found.signer_id or found.design_id
    kind = "series" if found.series_id else "signer" if found.signer_id else "design"
    require_kept(by, db.session.get_one(KINDS[kind], key).office_id)
    if found.ended_at is None:
        found.ended_at = now
        trail.record("certificates.taken_back", by=by.id, subject="lending", subject_uid=uid, kind=kind)
    return found
