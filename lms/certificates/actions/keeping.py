"""Keeping series, signers and designs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts.rules import read_nip
from lms.certificates import permissions, queries
from lms.certificates.actions import numbering
from lms.certificates.models import InStead, Kind, Series, Signer
from lms.certificates.rules import numbers
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import queries as places
from lms.places.models import Office, Programme

STANDARD_PATTERN = "{serial:04d}/{unit}/{classification}/{roman_month}.{year}"


@transaction()
def make_series(
    *, office_id: int, name: str, pattern: str, unit: str = "", classification: str = "",
    programme_id: int | None = None, kind: Kind = Kind.CERTIFICATE, capacities: Sequence[str] = (),
    valid_months: int | None = None, by: Principal, now: datetime,
) -> Series:  # fmt: skip
    """Begin a series of an office; its years and months are those of the programme's zone."""
    require_kept(by, office_id)
    numbers.require_pattern(pattern)
    _require_free(office_id, name)
    programme = db.session.get(Programme, programme_id) if programme_id else None
    series = Series(
        office_id=office_id, programme_id=programme_id, name=name, kind=kind, capacities=list(capacities), unit=unit,
        pattern=pattern, classification=classification, valid_months=valid_months, made_at=now,
        zone=programme.zone if programme else places.site().zone,
    )  # fmt: skip
    db.session.add(series)
    db.session.flush()
    trail.record("certificates.series", by=by.id, subject="series", subject_uid=series.uid, pattern=pattern)
    return series


@transaction()
def change_series(
    uid: UUID,
    *,
    name: str,
    pattern: str,
    unit: str,
    classification: str,
    capacities: Sequence[str],
    valid_months: int | None = None,
    by: Principal,
) -> Series:
    """Change how a series writes its next numbers; those that were given stay as they are."""
    series = numbering.hold(_kept_series(uid, by).id)
    numbers.require_pattern(pattern)
    if name != series.name:
        _require_free(series.office_id, name)
    series.name, series.pattern, series.unit, series.classification = name, pattern, unit, classification
    series.capacities, series.valid_months = list(capacities), valid_months
    _pass_historic(series)
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
    require_kept(by, office_id)
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
    require_kept(by, signer.office_id)
    _fill_signer(signer, **facts)
    trail.record("certificates.signer_changed", by=by.id, subject="signer", subject_uid=uid)
    return signer


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


def _pass_historic(series: Series) -> None:
    """Let counting go past historic numbers that the series would write from now on."""
    written = numbers.Written(series.pattern, series.unit, series.classification)
    for row in queries.unread_historic(series.id):
        read = written.read(row.number)
        if read is not None:
            numbering.raise_counter(series.id, row.year, read.serial + 1)


def _kept_series(uid: UUID, by: Principal) -> Series:
    series = queries.get_series_within(by, uid)
    require_kept(by, series.office_id)
    return series


def _require_free(office_id: int, name: str) -> None:
    taken = db.session.scalar(select(Series.id).where(Series.office_id == office_id, Series.name == name))
    if taken is not None:
        message = _("This office has a series of that name.")
        raise Refused(message, fields={"name": message})


def require_kept(by: Principal, office_id: int) -> None:
    """Refuse who does not keep series, signers and designs for an office."""
    kept = db.session.scalar(select(Office.id).where(Office.id == office_id, permissions.keeps(by, Office.id)))
    if kept is None:
        raise Missing
