"""The first administrator of an empty installation, with what it needs to begin."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts import queries, rules
from lms.accounts.actions.people import make_person
from lms.accounts.events import SiteSetUp
from lms.accounts.models import Person, RoleGrant
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.core.names import folded
from lms.core.principals import Role
from lms.places import actions as places
from lms.places.models import Office, OfficeKind, Programme, Region, Site

LEVELS: Final = [{"id": "Wilayah", "en": "Region"}, {"id": "Bagian", "en": "District"}, {"id": "Tempat", "en": "Place"}]
KINDS: Final = (
    ("office", {"id": "Instansi", "en": "Office"}, False, 1),
    ("library", {"id": "Perpustakaan", "en": "Library"}, True, 3),
)


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What the first-run page asks."""

    full_name: str
    username: str
    password: str
    site_name: str = "Pelita"
    programme: str = "Programme"
    office: str = "Office"
    region: str = "Country"
    zone: str = "Asia/Jakarta"
    language: str = "id"
    contact_name: str = ""
    contact_phone: str = ""


@transaction()
def set_up(said: Beginning, *, languages: list[str], now: datetime) -> Person:
    """Make the administrator, site, programme with its tree and first office, while nobody is there."""
    if queries.is_anybody_here():
        raise Refused(_("This site was set up before. Sign in instead."))
    rules.require_password(said.password, names=(said.username, said.full_name))
    _make_site(said, languages)
    office = _make_office(said)
    person = make_person(full_name=said.full_name, username=said.username, office_id=office.id, by=None, now=now)
    person.password_hash, person.locale = rules.hashed(said.password), said.language
    db.session.add(RoleGrant(person_id=person.id, role=Role.ADMINISTRATOR, valid_from=date(2000, 1, 1), granted_at=now))
    trail.record("site.set_up", by=person.principal_id, subject="person", subject_uid=person.uid)
    programme_id = db.session.scalars(select(Programme.id)).one()
    publish(SiteSetUp(programme_id=programme_id, office_id=office.id, by=person.principal_id))
    return person


def _make_site(said: Beginning, languages: list[str]) -> None:
    db.session.add(
        Site(
            name=said.site_name,
            tagline={},
            languages=languages,
            zone=said.zone,
            contact_name=said.contact_name,
            contact_phone=said.contact_phone,
        )
    )


def _make_office(said: Beginning) -> Office:
    tree = places.make_tree(key="main", name={said.language: said.region}, levels=LEVELS)
    region = Region(
        tree_id=tree.id, code="0", reach_code="main:0", level=1, name=said.region, sort_name=folded(said.region)
    )
    kinds = [
        OfficeKind(key=key, label=label, is_library=is_library, level=level) for key, label, is_library, level in KINDS
    ]
    programme = Programme(
        slug="programme",
        name={said.language: said.programme},
        description={},
        tree_id=tree.id,
        zone=said.zone,
        language=said.language,
    )
    db.session.add_all([region, *kinds, programme])
    db.session.flush()
    office = Office(kind_id=kinds[0].id, region_id=region.id, name=said.office, sort_name=folded(said.office))
    db.session.add(office)
    db.session.flush()
    return office
