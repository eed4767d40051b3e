"""Issuing transcripts: the lesson hours of a person in a year, as they stand now, under a number of their own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import queries as accounts
from lms.accounts.models import Person
from lms.certificates import permissions, queries
from lms.certificates.actions import issuing, numbering
from lms.certificates.actions.designs import keep_version
from lms.certificates.actions.outcome import note
from lms.certificates.models import Certificate, DesignVersion, Fact, IssueBatch, Series, Signer
from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import queries as places


@transaction()
def issue_transcript(person_uid: UUID, *, year: int, by: Principal, now: datetime) -> Certificate:
    """Give a person the transcript of a year; the one that stands, unless something has changed since."""
    person = _hold(person_uid, by)
    rows = queries.hours_of_year(person.id, year)
    if not rows:
        raise Refused(_("There are no lesson hours in %(year)s.", year=year))
    before = queries.standing_transcript(person.id, year)
    if before is not None and (before.data["trainings"], before.name) == (rows, person.shown_name):
        return before
    made = _issue(person, rows, year, replaces=before.number if before else "", by=by, now=now)
    if before is not None:
        before.is_standing, before.replaced_by_id = False, made.id
        note(before, Fact.REPLACED, by_id=by.id, now=now, reason=_("Lesson hours or the name have changed"),
             successor=made.number)  # fmt: skip
    return made


def _hold(uid: UUID, by: Principal) -> Person:
    """Return the person: oneself, or somebody within reach of who keeps series; nobody else numbers them meanwhile."""
    own = db.session.scalar(select(Person).where(Person.uid == uid, Person.id == (by.person_id or 0)))
    if own is None and not permissions.may_keep(by):
        raise Missing
    person = own or accounts.get_person_within(by, uid)
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))
    return person


def _issue(
    person: Person, rows: list[dict[str, Any]], year: int, *, replaces: str, by: Principal, now: datetime
) -> Certificate:
    issuing.require_printable({"name": person.shown_name, "position": person.position, "trainings": rows})
    series = queries.find_transcript_series(_offices(rows))
    if series is None:
        raise Refused(_("No office numbers transcripts yet. Please ask the organisers of your training."))
    today = clock.local(now, series.zone).date()
    signer, design = queries.find_signer_of(series.office_id, today=today), queries.find_design_of(series.office_id)
    if signer is None or design is None:
        raise Refused(_("%(office)s has nobody who signs today, or no design.", office=series.office.name))
    version = keep_version(design.id, by=by, now=now)
    on, serial = numbering.take(series.id, 1, now=now)
    batch = IssueBatch(series_id=series.id, signer_id=signer.id, design_version_id=version.id, count=1, made_by=by.id,
                       made_at=now)  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    data = _data(person, rows, year, series, signer, version) | {
        "replaces": replaces, "signature": queries.unattended_signature(now=now),
         "on_day": on.isoformat(), "made_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }  # fmt: skip
    facts = {"person_id": person.id, "participation_id": None, "capacity": None, "data": data}
    row = issuing.certificate_row(batch, series, on=on, serial=serial, now=now, row_facts=facts)
    (made,) = issuing.write(batch, [row], by=by, now=now)
    trail.record("certificates.transcript", by=by.id, subject="person", subject_uid=person.uid, number=row["number"])
    return db.session.get_one(Certificate, made)


def _data(
    person: Person, rows: list[dict[str, Any]], year: int, series: Series, signer: Signer, version: DesignVersion
) -> dict[str, Any]:
    """Return what a transcript prints."""
    language = next(iter(places.site().languages), "id")
    with force_locale(language):
        title = str(_("Lesson hours of %(year)s", year=year))
    return {
        "paper": series.kind.value, "language": language, "training": title, "year": year, "trainings": rows,
        "jp": sum(row["jp"] for row in rows), "modules": [], "name": person.shown_name, "nip": person.nip or "",
        "position": person.position or "", "office": person.office.name if person.office else "",
        "capacity": "", "organiser": "", "city": "", "zone": series.zone, "starts": f"{year}-01-01",
        "ends": f"{year}-12-31", "qualification": "", "place": series.office.region.name,
        "institution": version.settings.get("institution") or series.office.name, "issuer": series.office.name,
        "issuer_uid": str(series.office.uid), "signer": issuing.signer_facts(signer),
    }  # fmt: skip


def _offices(rows: list[dict[str, Any]]) -> list[int]:
    """Return the offices that held the trainings, those of most lesson hours first."""
    hours: dict[int, int] = {}
    for row in rows:
        hours[row["office_id"]] = hours.get(row["office_id"], 0) + row["jp"]
    return sorted(hours, key=lambda key: -hours[key])
