"""Offices and the dated facts about them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean, folded
from lms.core.principals import Principal
from lms.places import permissions, queries, rules
from lms.places.models import Funding, Office, OfficeKind, OnlineSince, Partnership, PartnerStatus, Region


@transaction()
def make_office(
    *, name: str, kind_id: int, region_id: int, address: str = "", phone: str = "", letterhead: str = "", by: Principal
) -> Office:
    """Enter an office in a region in reach; refuse a second one of the same name there."""
    if not permissions.may_open(by):
        raise Missing
    _require_region(region_id, by)
    _require_kind(kind_id, is_new=True)
    _refuse_double(name, region_id, than=None)
    made = Office(name=clean(name)[:200], sort_name=folded(name)[:200], kind_id=kind_id, region_id=region_id,
                  address=clean(address)[:300], phone=clean(phone)[:24], letterhead=letterhead.strip())  # fmt: skip
    db.session.add(made)
    db.session.flush()
    trail.record("office.made", by=by.id, subject="office", subject_uid=made.uid)
    return made


@transaction()
def change_office(uid: UUID, *, by: Principal, **facts: Any) -> None:
    """Correct an office in reach: name, kind, region, address, phone, letterhead."""
    if not permissions.may_keep(by):
        raise Missing
    office = queries.get_office_within(by, uid)
    if facts["region_id"] != office.region_id:
        _require_region(facts["region_id"], by)
    _require_kind(facts["kind_id"])
    _refuse_double(facts["name"], facts["region_id"], than=office.id)
    changed = sorted(key for key, value in facts.items() if getattr(office, key) != value)
    for key in changed:
        setattr(office, key, facts[key])
    office.sort_name = folded(office.name)[:200]
    if changed:
        trail.record("office.changed", by=by.id, subject="office", subject_uid=office.uid, fields=changed)


@transaction()
def close_office(uid: UUID, *, on: date | None, by: Principal) -> None:
    """Close an office from a day on, or open it again with None; its rows and papers stay."""
    if not permissions.may_open(by):
        raise Missing
    office = queries.get_office_within(by, uid)
    office.closed_on = on
    act = "office.closed" if on else "office.reopened"
    trail.record(act, by=by.id, subject="office", subject_uid=office.uid)


@transaction()
def record_partnership(
    uid: UUID, *, programme_id: int, year: int, status: PartnerStatus, funding: Funding, by: Principal
) -> None:
    """Say how an office in reach takes part in a programme since a year; the same year again corrects it."""
    if not permissions.may_keep(by):
        raise Missing
    office = queries.get_office_within(by, uid)
    if not 1990 <= year <= 2100:
        message = _("Write a year such as 2019.")
        raise Refused(message, fields={"year": message})
    of_year = (Partnership.office_id == office.id, Partnership.programme_id == programme_id, Partnership.year == year)
    found = db.session.scalar(select(Partnership).where(*of_year))
    if found is None:
        found = Partnership(office_id=office.id, programme_id=programme_id, year=year)
        db.session.add(found)
    found.status, found.funding = status, funding
    trail.record("partnership.recorded", by=by.id, subject="office", subject_uid=office.uid, year=year,
                 status=status.value, funding=funding.value)  # fmt: skip


@transaction()
def record_online(
    uid: UUID, *, is_online: bool, since: date, address: str, evidence: str, by: Principal, now: datetime, today: date
) -> None:
    """Add that an office is online since a day, or no longer is, with evidence; nothing is overwritten."""
    if not permissions.may_keep(by):
        raise Missing
    office = queries.get_office_within(by, uid)
    wrong = {}
    if since > today:
        wrong["since"] = _("This day has not come yet.")
    if not clean(evidence):
        wrong["evidence"] = _("Say how this is known: a letter, a link, a photo.")
    if wrong:
        raise Refused(_("Some values cannot be used."), fields=wrong)
    db.session.add(
        OnlineSince(office_id=office.id, since=since, address=clean(address)[:300], evidence=clean(evidence)[:300],
                    is_online=is_online, recorded_by=by.id, recorded_at=now)
    )  # fmt: skip
    trail.record("office.online", by=by.id, subject="office", subject_uid=office.uid, is_online=is_online)


def _require_region(region_id: int, by: Principal) -> None:
    reached = select(Region.id).where(Region.id == region_id, rules.within(Region.reach_code, by.grants))
    if db.session.scalar(reached) is None:
        message = _("This region is outside your reach.")
        raise Refused(message, fields={"region": message})


def _require_kind(kind_id: int, *, is_new: bool = False) -> None:
    """Refuse a kind that does not exist, and for a new office one that was retired."""
    kind = db.session.get(OfficeKind, kind_id)
    if kind is None or (is_new and kind.retired_on is not None):
        message = _("Choose a kind.")
        raise Refused(message, fields={"kind": message})


def _refuse_double(name: str, region_id: int, *, than: int | None) -> None:
    same = select(Office.id).where(Office.sort_name == folded(name)[:200], Office.region_id == region_id)
    found = db.session.scalar(same.where(Office.id != than) if than else same)
    if found is not None:
        message = _("An office of this name is in this region already.")
        raise Refused(message, fields={"name": message})
