"""Taking numbers: one contiguous block of a series and year, under the lock of the series."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select

from lms.certificates import queries
from lms.certificates.models import Series, SeriesCounter
from lms.certificates.rules import numbers
from lms.core.db import db, transaction
from lms.core.errors import Refused


@transaction()
def take(series_id: int, count: int, *, now: datetime) -> tuple[date, int]:
    """Take that many numbers; the day they carry (in the zone of the series) and the first serial."""
    series = hold(series_id)
    require_reconciled()
    if series.closed_at is not None:
        raise Refused(_("This series is closed."))
    on = numbers.day_of(now, series.zone)
    counter = _counter(series_id, on.year)
    first = counter.next_serial
    counter.next_serial = first + count
    db.session.flush()
    return on, first


def require_reconciled() -> None:
    """Refuse to give numbers while the register knows less than the journal."""
    if queries.is_behind():
        raise Refused(_("The register was restored from a backup. Its series stay closed until it is reconciled."))


def hold(series_id: int) -> Series:
    """Return a series that nobody else numbers until this transaction ends.

    SQLite has one writer (BEGIN IMMEDIATE); on PostgreSQL rivals wait for the row of the series, so that two never
    read the same counter, and a rollback gives the block back. The lock leaves foreign keys free (FOR NO KEY UPDATE):
    else a rival that has written a row pointing to the series would wait for us, and we for it.
    """
    return db.session.scalars(
        select(Series)
        .where(Series.id == series_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def raise_counter(series_id: int, year: int, least: int) -> None:
    """Let a series count on from a serial at least; under its lock."""
    counter = _counter(series_id, year)
    counter.next_serial = max(counter.next_serial, least)
    db.session.flush()


def _counter(series_id: int, year: int) -> SeriesCounter:
    found = db.session.scalar(
        select(SeriesCounter)
        .where(SeriesCounter.series_id == series_id, SeriesCounter.year == year)
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = SeriesCounter(series_id=series_id, year=year, next_serial=1)
        db.session.add(found)
    return found
