"""How the installation presents itself, and its programmes."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.principals import Principal
from lms.places import permissions, queries
from lms.places.models import Phase, Programme, Site


@transaction()
def change_site(*, by: Principal, **facts: Any) -> None:
    """Change the site's name, owner, zone, lesson-hour minutes and the person to call."""
    if not permissions.may_settle(by):
        raise Missing
    site = queries.find_site()
    if site is None:
        site = Site(tagline={}, languages=[])
        db.session.add(site)
    for key, value in facts.items():
        setattr(site, key, value)
    trail.record("site.changed", by=by.id, subject="site", fields=sorted(facts))


@transaction()
def save_programme(slug: str | None, *, by: Principal, **facts: Any) -> Programme:
    """Make a programme (slug None) or change one; two programmes never share a slug."""
    if not permissions.may_settle(by):
        raise Missing
    found = queries.get_programme(slug) if slug else Programme(description={})
    same = db.session.scalar(select(Programme.slug).where(Programme.slug == facts["slug"]))
    if same is not None and same != slug:
        message = _("Another programme has this short name.")
        raise Refused(message, fields={"slug": message})
    for key, value in facts.items():
        setattr(found, key, value)
    db.session.add(found)
    db.session.flush()
    trail.record("programme.saved", by=by.id, subject="programme", subject_uid=found.uid)
    return found


@transaction()
def add_phase(slug: str, *, name: dict[str, str], starts: date, ends: date | None, by: Principal) -> None:
    """Add a phase to a programme; it may not end before it begins."""
    if not permissions.may_settle(by):
        raise Missing
    if ends is not None and ends < starts:
        message = _("It ends before it begins.")
        raise Refused(message, fields={"ends": message})
    programme = queries.get_programme(slug)
    db.session.add(Phase(programme_id=programme.id, name=name, starts=starts, ends=ends))
    trail.record("phase.added", by=by.id, subject="programme", subject_uid=programme.uid)
