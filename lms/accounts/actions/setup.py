"""The first administrator of an empty installation, with what it needs to begin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from lms.accounts import queries, rules
from lms.accounts.actions.people import make_person
from lms.accounts.models import Person, RoleGrant
from lms.core import principals, trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal, Role
from lms.places import actions as places
from lms.places import queries as regions
from lms.places.models import Office, OfficeKind, Region, RegionTree

LEVELS: Final = [{"id": "Wilayah", "en": "Region"}]
KINDS: Final = (
    ("office", {"id": "Instansi", "en": "Office"}, False, 1),
    ("library", {"id": "Perpustakaan", "en": "Library"}, True, 3),
)
FIELDS: Final = {"name": "site_name", "key": "region"}  # what places call a field → what the first-run page calls it


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What the first-run page asks; `levels` are divided by commas, `csv` and `logo` are the bytes of files."""

    full_name: str
    username: str
    password: str
    site_name: str = "Pelita"
    owner: str = ""
    logo: bytes | None = None
    languages: tuple[str, ...] = ("id", "en")
    zone: str = "Asia/Jakarta"
    contact_name: str = ""
    contact_phone: str = ""
    programme: str = "Programme"
    office: str = "Office"
    regions: str = rules.Regions.SINGLE
    region: str = "Country"
    levels: str = ""
    csv: bytes | None = None
    office_region: str = ""


@transaction()
def set_up(said: Beginning, *, parts: Mapping[str, Mapping[str, Any]] | None = None, now: datetime) -> Person:
    """Make the administrator, site, regions, programme and first office, while nobody is there.

    `parts` are the answers to what other features ask at the beginning, by the part's name.
    """
    if queries.is_anybody_here():
        raise Refused(_("This site was set up before. Sign in instead."))
    _require_password(said)
    by = principals.command("set-up")
    _make_site(said, by)
    tree = _make_tree(said, by)
    _make_programme(said, tree, by)
    office = _make_office(said, tree, by)
    person = _make_administrator(said, office, now)
    for name, part in rules.first_parts().items():
        part.begin((parts or {}).get(name, {}), office_id=office.id, by=by, now=now)
    return person


def _require_password(said: Beginning) -> None:
    try:
        rules.require_password(said.password, names=(said.username, said.full_name))
    except Refused as refusal:
        raise Refused(refusal.message, fields={"password": refusal.message}) from refusal


def _make_site(said: Beginning, by: Principal) -> None:
    try:
        places.change_site(
            name=said.site_name, owner=said.owner, languages=list(said.languages), zone=said.zone, logo=said.logo,
            contact_name=said.contact_name, contact_phone=said.contact_phone, tagline={}, by=by,
        )  # fmt: skip
    except Refused as refusal:
        raise Refused(
            refusal.message, fields={FIELDS.get(key, key): value for key, value in refusal.fields.items()}
        ) from refusal


def _make_tree(said: Beginning, by: Principal) -> RegionTree:
    if said.regions == rules.Regions.INDONESIA:
        return places.load_indonesia(by=by)
    language, key = said.languages[0], _short(said.region)
    if said.regions == rules.Regions.CSV:
        labels = [{language: part.strip()} for part in said.levels.split(",") if part.strip()]
        return places.load_csv(said.csv or b"", key=key, name={language: said.region}, levels=labels, by=by)
    tree = places.make_tree(key=key, name={language: said.region}, levels=LEVELS, by=by)
    places.load_regions(tree, [places.RegionRow("1", "", said.region)])
    return tree


def _make_programme(said: Beginning, tree: RegionTree, by: Principal) -> None:
    language = said.languages[0]
    places.save_programme(
        None, slug=folded(said.programme).replace(" ", "-").replace(".", "")[:60] or "programme",
        name={language: said.programme}, owner=said.owner, tree_id=tree.id, zone=said.zone, language=language, by=by,
    )  # fmt: skip


def _make_office(said: Beginning, tree: RegionTree, by: Principal) -> Office:
    kinds = [
        OfficeKind(key=key, label=label, is_library=is_library, level=level, position=level)
        for key, label, is_library, level in KINDS
    ]
    db.session.add_all(kinds)
    db.session.flush()
    return places.make_office(name=said.office, kind_id=kinds[0].id, region_id=_home(said, tree).id, by=by)


def _home(said: Beginning, tree: RegionTree) -> Region:
    """Return the region of the first office: the one with the code that was said, else the first of the widest."""
    found = regions.find_home(tree, said.office_region)
    if found is None:
        message = _("There is no region with this code.")
        raise Refused(message, fields={"office_region": message})
    return found


def _make_administrator(said: Beginning, office: Office, now: datetime) -> Person:
    person = make_person(full_name=said.full_name, username=said.username, office_id=office.id, by=None, now=now)
    person.password_hash, person.locale = rules.hashed(said.password), said.languages[0]
    db.session.add(RoleGrant(person_id=person.id, role=Role.ADMINISTRATOR, valid_from=date(2000, 1, 1), granted_at=now))
    _note(person.principal_id, person.uid)
    return person


def _note(principal_id: int, uid: UUID) -> None:
    trail.record("site.set_up", by=principal_id, subject="person", subject_uid=uid)


def _short(name: str) -> str:
    return folded(name).replace(" ", "").replace(".", "")[:20] or "main"
