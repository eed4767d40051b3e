"""Keeping series, signers and designs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts.rules import read_nip
from lms.certificates import pdf, permissions, queries
from lms.certificates.actions.credentials import start_key
from lms.certificates.models import Design, DesignVersion, InStead, Kind, Series, Signer
from lms.certificates.rules import numbers
from lms.core import clock, files, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import queries as places
from lms.places.models import Office, Programme

STANDARD_PATTERN = "{serial:04d}/{unit}/{classification}/{roman_month}.{year}"
LOGO_KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LARGEST_LOGO = 300 * 1024
FIRST_DAY = date(2000, 1, 1)


@transaction()
def make_series(
    *, office_id: int, name: str, pattern: str, unit: str = "", classification: str = "",
    programme_id: int | None = None, kind: Kind = Kind.CERTIFICATE, capacities: Sequence[str] = (), by: Principal,
    now: datetime,
) -> Series:  # fmt: skip
    """Begin a series of an office; its years and months are those of the programme's zone."""
    _require_kept(by, office_id)
    numbers.require_pattern(pattern)
    _require_free(office_id, name)
    programme = db.session.get(Programme, programme_id) if programme_id else None
    series = Series(
        office_id=office_id, programme_id=programme_id, name=name, kind=kind, capacities=list(capacities), unit=unit,
        pattern=pattern, classification=classification, made_at=now,
        zone=programme.zone if programme else places.site().zone,
    )  # fmt: skip
    db.session.add(series)
    db.session.flush()
    trail.record("certificates.series", by=by.id, subject="series", subject_uid=series.uid, pattern=pattern)
    return series


@transaction()
def change_series(
    uid: UUID, *, name: str, pattern: str, unit: str, classification: str, capacities: Sequence[str], by: Principal
) -> Series:
    """Change how a series writes its next numbers; those that were given stay as they are."""
    series = _kept_series(uid, by)
    numbers.require_pattern(pattern)
    if name != series.name:
        _require_free(series.office_id, name)
    series.name, series.pattern, series.unit, series.classification = name, pattern, unit, classification
    series.capacities = list(capacities)
    trail.record("certificates.series_changed", by=by.id, subject="series", subject_uid=uid, pattern=pattern)
    return series


@transaction()
def close_series(uid: UUID, *, reason: str, by: Principal, now: datetime) -> Series:
    """Give no more numbers from a series."""
    series = _kept_series(uid, by)
    if not reason:
        raise Refused(_("Please give the reason."), fields={"reason": _("Please give the reason.")})
    if series.closed_at is None:
        series.closed_at, series.closed_reason = now, reason
        trail.record("certificates.series_closed", by=by.id, subject="series", subject_uid=uid)
    return series


@transaction()
def reopen_series(uid: UUID, *, by: Principal) -> Series:
    """Give numbers from a closed series again."""
    series = _kept_series(uid, by)
    if series.closed_at is not None:
        series.closed_at, series.closed_reason = None, ""
        trail.record("certificates.series_reopened", by=by.id, subject="series", subject_uid=uid)
    return series


@transaction()
def make_signer(
    *, office_id: int, full_name: str, title: str, valid_from: date, valid_until: date | None = None, nip: str = "",
    in_stead: InStead = InStead.SELF, in_stead_of: str = "", by: Principal, now: datetime,
) -> Signer:  # fmt: skip
    """Add who signs for an office."""
    _require_kept(by, office_id)
    signer = Signer(office_id=office_id, made_at=now)
    _fill_signer(signer, full_name=full_name, title=title, nip=nip, in_stead=in_stead, in_stead_of=in_stead_of,
                 valid_from=valid_from, valid_until=valid_until)  # fmt: skip
    db.session.add(signer)
    db.session.flush()
    trail.record("certificates.signer", by=by.id, subject="signer", subject_uid=signer.uid)
    return signer


@transaction()
def change_signer(uid: UUID, *, by: Principal, **facts: Any) -> Signer:
    """Change a signer's facts or term; papers that were issued keep theirs."""
    signer = queries.get_signer_within(by, uid)
    _require_kept(by, signer.office_id)
    _fill_signer(signer, **facts)
    trail.record("certificates.signer_changed", by=by.id, subject="signer", subject_uid=uid)
    return signer


@transaction()
def make_design(
    *, office_id: int, name: str, folder: str = "resmi-mendatar", settings: dict[str, Any] | None = None,
    logo: bytes | None = None, by: Principal, now: datetime,
) -> Design:  # fmt: skip
    """Give an office a design of its own, in its first version."""
    _require_kept(by, office_id)
    if folder not in pdf.folders():
        raise Refused(_("There is no such design."), fields={"folder": _("There is no such design.")})
    design = Design(office_id=office_id, name=name, folder=folder, made_at=now)
    db.session.add(design)
    db.session.flush()
    _add_version(design, settings or {}, _logo_id(logo), number=1, by=by, now=now)
    trail.record("certificates.design", by=by.id, subject="design", subject_uid=design.uid)
    return design


@transaction()
def change_design(
    uid: UUID, *, name: str, settings: dict[str, Any], logo: bytes | None = None, without_logo: bool = False,
    by: Principal, now: datetime,
) -> DesignVersion:  # fmt: skip
    """Make a new version of a design; certificates that were issued keep theirs."""
    design = queries.get_design_within(by, uid)
    _require_kept(by, design.office_id)
    design.name = name
    before = queries.current_version(design.id)
    kept = None if without_logo or before is None else before.logo_id
    fresh = _add_version(design, settings, _logo_id(logo) or kept, number=before.number + 1 if before else 1,
                         by=by, now=now)  # fmt: skip
    if before is not None and before.sha256 == fresh.sha256:
        db.session.expunge(fresh) if fresh in db.session.new else db.session.delete(fresh)
        return before
    trail.record("certificates.design_changed", by=by.id, subject="design", subject_uid=uid, number=fresh.number)
    return fresh


@transaction()
def keep_version(design_id: int, *, by: Principal, now: datetime) -> DesignVersion:
    """Return a design's current version; a changed folder makes a new one with the same settings."""
    newest = queries.current_version(design_id)
    if newest is None:
        raise Missing
    logo_sha = newest.logo.sha256 if newest.logo else ""
    if pdf.load(newest.design.folder).digest(newest.settings, logo_sha) == newest.sha256:
        return newest
    return _add_version(newest.design, newest.settings, newest.logo_id, number=newest.number + 1, by=by, now=now)


@transaction()
def begin_papers(
    facts: Mapping[str, Any], *, office_id: int, by: Principal, now: datetime
) -> None:  # fmt: skip
    """Give the first office of an installation its series, a design, and who signs where that was said."""
    year = clock.local(now, places.site().zone).year
    start_key(now=now)
    try:
        make_series(
            office_id=office_id, name=facts.get("series_name") or _("Certificates"), by=by, now=now,
            pattern=facts.get("series_pattern") or STANDARD_PATTERN, unit=facts.get("series_unit") or "1",
            classification=facts.get("series_classification") or f"SRT.{year % 100:02d}",
        )  # fmt: skip
    except Refused as refusal:
        raise Refused(
            refusal.message, fields={f"series_{key}": value for key, value in refusal.fields.items()}
        ) from refusal
    make_design(office_id=office_id, name=_("Official"), by=by, now=now)
    if facts.get("signer_name"):
        _first_signer(facts, office_id, by, now)


def _first_signer(facts: Mapping[str, Any], office_id: int, by: Principal, now: datetime) -> None:
    if not facts.get("signer_title"):
        message = _("Write the office in which this person signs.")
        raise Refused(message, fields={"signer_title": message})
    try:
        make_signer(office_id=office_id, full_name=facts["signer_name"], title=facts["signer_title"],
                    nip=facts.get("signer_nip") or "", valid_from=FIRST_DAY, by=by, now=now)  # fmt: skip
    except Refused as refusal:
        raise Refused(
            refusal.message, fields={f"signer_{key}": value for key, value in refusal.fields.items()}
        ) from refusal


def _add_version(
    design: Design, settings: dict[str, Any], logo_id: int | None, *, number: int, by: Principal, now: datetime
) -> DesignVersion:
    found = pdf.load(design.folder)
    logo = db.session.get(files.StoredFile, logo_id) if logo_id else None
    version = DesignVersion(
        design_id=design.id, number=number, files=found.files, settings=settings, logo_id=logo_id, made_by=by.id,
        sha256=found.digest(settings, logo.sha256 if logo else ""), made_at=now,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return version


def _logo_id(logo: bytes | None) -> int | None:
    if not logo:
        return None
    kind = next((name for start, name in LOGO_KINDS.items() if logo.startswith(start)), None)
    if kind is None or len(logo) > LARGEST_LOGO:
        message = _("The logo must be a PNG or JPEG picture of at most 300 KB.")
        raise Refused(message, fields={"logo": message})
    row = files.store(logo, name="logo", media_type=kind)
    db.session.flush()
    return row.id


def _fill_signer(
    signer: Signer, *, full_name: str, title: str, nip: str, in_stead: InStead, in_stead_of: str, valid_from: date,
    valid_until: date | None,
) -> None:  # fmt: skip
    read = read_nip(nip) if nip else None
    if nip and read is None:
        message = _("A NIP has 18 digits.")
        raise Refused(message, fields={"nip": message})
    if valid_until is not None and valid_until < valid_from:
        message = _("The last day lies before the first day.")
        raise Refused(message, fields={"valid_until": message})
    signer.full_name, signer.title, signer.nip = full_name, title, read.number if read else ""
    signer.in_stead, signer.in_stead_of = in_stead, in_stead_of
    signer.valid_from, signer.valid_until = valid_from, valid_until


def _kept_series(uid: UUID, by: Principal) -> Series:
    series = queries.get_series_within(by, uid)
    _require_kept(by, series.office_id)
    return series


def _require_free(office_id: int, name: str) -> None:
    taken = db.session.scalar(select(Series.id).where(Series.office_id == office_id, Series.name == name))
    if taken is not None:
        message = _("This office has a series of that name.")
        raise Refused(message, fields={"name": message})


def _require_kept(by: Principal, office_id: int) -> None:
    kept = db.session.scalar(select(Office.id).where(Office.id == office_id, permissions.keeps(by, Office.id)))
    if kept is None:
        raise Missing
