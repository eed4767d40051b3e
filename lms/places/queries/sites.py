"""The installation's own row."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core import clock
from lms.core.db import db
from lms.places.models import Site

_SITE = select(Site).order_by(Site.id).limit(1).options(joinedload(Site.logo))  # built once: every page asks it


def find_site() -> Site | None:
    """Return the installation's row, or None before it was set up."""
    return db.session.scalar(_SITE)


def site() -> Site:
    """Return how this installation presents itself; a plain one before it was set up."""
    return find_site() or Site(
        name="Pelita", tagline={}, owner="", languages=["id", "en"], zone="Asia/Jakarta", jp_minutes=45,
        contact_name="", contact_phone="",
    )  # fmt: skip


def today() -> date:
    """Return the calendar day that it is now where this installation is at home."""
    return day_of(clock.now())


def day_of(moment: datetime) -> date:
    """Return the calendar day of a moment where this installation is at home."""
    return clock.local(moment, site().zone).date()
