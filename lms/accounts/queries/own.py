"""Reads of what belongs to one person alone: codes, consents, devices, libraries served; and of an office's people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import joinedload

from lms.accounts.models import Appointment, AssignedLibrary, Claim, Consent, Person
from lms.accounts.queries.principals import actor_name
from lms.core.db import db
from lms.core.principals import PrincipalRow
from lms.places.models import Office


def consents_of(person_id: int) -> dict[str, bool]:
    """Return what a person agrees to now: the newest fact of each purpose."""
    rows = db.session.scalars(select(Consent).where(Consent.person_id == person_id).order_by(Consent.at, Consent.id))
    return {row.purpose: row.is_given for row in rows}


def claims_of(person_id: int, *, most: int = 10) -> Sequence[Row[Any]]:
    """Return the last codes made for a person's account as rows (Claim, who), the newest first."""
    return db.session.execute(
        select(Claim, actor_name().label("who"))
        .outerjoin(PrincipalRow, PrincipalRow.id == Claim.made_by)
        .outerjoin(Person, Person.principal_id == PrincipalRow.id)
        .where(Claim.person_id == person_id).order_by(Claim.made_at.desc(), Claim.id.desc()).limit(most)
    ).all()  # fmt: skip


def find_open_reset(person_id: int, *, now: datetime) -> Claim | None:
    """Return a code that could set a new password for this person now and was not used, or None."""
    open_ones = (Claim.person_id == person_id, Claim.used_at.is_(None), Claim.revoked_at.is_(None))
    return db.session.scalar(select(Claim).where(*open_ones, Claim.expires_at > now).limit(1))


def libraries_served(grant_ids: Sequence[int], *, today: date) -> dict[int, list[Office]]:
    """Return which libraries each of these roles serves today, by name."""
    rows = db.session.execute(
        select(AssignedLibrary.grant_id, Office).join(Office, Office.id == AssignedLibrary.office_id)
        .where(AssignedLibrary.grant_id.in_(grant_ids), AssignedLibrary.since <= today,
               or_(AssignedLibrary.until.is_(None), AssignedLibrary.until >= today))
        .options(joinedload(Office.region)).order_by(Office.sort_name)
    )  # fmt: skip
    served: dict[int, list[Office]] = {}
    for grant_id, office in rows:
        served.setdefault(grant_id, []).append(office)
    return served


def staff_of_office(office_id: int, *, today: date) -> Sequence[Appointment]:
    """Return who works at an office today, who is in charge first."""
    present = or_(Appointment.until.is_(None), Appointment.until >= today)
    return db.session.scalars(
        select(Appointment).join(Person, Person.id == Appointment.person_id)
        .where(Appointment.office_id == office_id, Appointment.since <= today, present)
        .where(Person.merged_into_id.is_(None)).options(joinedload(Appointment.person))
        .order_by(Appointment.is_in_charge.desc(), Person.sort_name).limit(100)
    ).all()  # fmt: skip


def in_charge_before(office_id: int, *, today: date) -> Sequence[Appointment]:
    """Return who was in charge of an office before, the latest first."""
    return db.session.scalars(
        select(Appointment).where(Appointment.office_id == office_id, Appointment.is_in_charge)
        .where(Appointment.until < today).options(joinedload(Appointment.person)).order_by(Appointment.since.desc())
        .limit(20)
    ).all()  # fmt: skip
