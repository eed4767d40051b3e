"""Choosing a person, an office or a region in a form, by a search that needs no script."""

from flask import request

from lms.accounts import queries
from lms.accounts.queries import Wanted
from lms.core import clock
from lms.core.db import db
from lms.core.names import folded
from lms.places import queries as places
from lms.places.models import Office
from lms.web import guard

MOST = 30


def searched(name: str) -> str:
    """Return what was searched for, from the address or from a form that was sent."""
    return request.values.get(name, "").strip()[:80]


def people(text: str) -> list[tuple[str, str]]:
    """Return people in reach who fit a text, as choices; none without a text."""
    if not text:
        return []
    today = clock.today(places.site().zone)
    found = db.session.scalars(queries.list_people(guard.principal(), Wanted(text=text), today=today).limit(MOST))
    return [(str(one.uid), f"{one.shown_name} · {one.office.name}" if one.office else one.shown_name) for one in found]


def offices(text: str, *, only_libraries: bool = False) -> list[tuple[str, str]]:
    """Return offices in reach that fit a text, as choices; none without a text."""
    if not text:
        return []
    found = places.offices_within(guard.principal())
    for word in folded(text).split()[:6]:
        found = found.where(Office.sort_name.contains(word, autoescape=True))
    if only_libraries:
        found = found.where(Office.kind.has(is_library=True))
    rows = db.session.scalars(found.where(Office.closed_on.is_(None)).order_by(Office.sort_name).limit(MOST))
    return [(str(one.uid), f"{one.name} · {one.region.name}") for one in rows]


def region_id(code: str | None) -> int | None:
    """Return the region that a code names, None without a code; refuse a code that names none or several."""
    return places.get_region_meant(code).id if code else None
