"""How the installation presents itself, and its programmes."""

import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import files, pictures, trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.events import publish
from lms.core.names import clean
from lms.core.principals import Principal
from lms.places import permissions, queries
from lms.places.events import ProgrammeMade
from lms.places.models import Phase, Programme, Site
from lms.settings import LANGUAGES

LOGO_SIDE = 512


@transaction()
def change_site(*, by: Principal, logo: bytes | None = None, without_logo: bool = False, **facts: Any) -> Site:
    """Change the site's name, owner, languages, zone, lesson-hour minutes, logo and the person to call."""
    if not permissions.may_settle(by):
        raise Missing
    _require_site(facts)
    site = queries.find_site()
    if site is None:
        site = Site(tagline={}, languages=[])
        db.session.add(site)
    for key, value in facts.items():
        setattr(site, key, value)
    if logo or without_logo:
        site.logo = _stored_logo(logo) if logo else None
    db.session.flush()
    trail.record("site.changed", by=by.id, subject="site", fields=sorted([*facts, *(["logo"] if logo else [])]))
    return site


def _stored_logo(data: bytes) -> files.StoredFile:
    small = pictures.small_png(data, side=LOGO_SIDE, field="logo")
    return files.store(small, name="logo.png", media_type="image/png")


def _require_site(facts: dict[str, Any]) -> None:
    """Refuse an unknown zone or language, no language, no name, or a phone that WhatsApp could not call."""
    wrong = {}
    if "name" in facts and not clean(facts["name"]):
        wrong["name"] = _("Write a name.")
    if "zone" in facts and facts["zone"] not in available_timezones():
        wrong["zone"] = _("There is no such time zone.")
    if "languages" in facts and (not facts["languages"] or set(facts["languages"]) - set(LANGUAGES)):
        wrong["languages"] = _("Choose at least one language.")
    if facts.get("contact_phone") and not re.match(r"^\+\d[\d ()-]{6,22}$", facts["contact_phone"]):
        wrong["contact_phone"] = _("Write the phone with the code of its country, such as +62 812 3456 7890.")
    if wrong:
        raise Refused(_("Some values cannot be used."), fields=wrong)


@transaction()
def save_programme(which: str | None, *, by: Principal, **facts: Any) -> Programme:
    """Make a programme (which None) or change the one with this slug; two programmes never share a slug."""
    if not permissions.may_settle(by):
        raise Missing
    found = queries.get_programme(which) if which else Programme(description={})
    same = db.session.scalar(select(Programme.slug).where(Programme.slug == facts["slug"]))
    if same is not None and same != which:
        message = _("Another programme has this short name.")
        raise Refused(message, fields={"slug": message})
    for key, value in facts.items():
        setattr(found, key, value)
    db.session.add(found)
    db.session.flush()
    if which is None:
        publish(ProgrammeMade(programme_id=found.id))
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
