"""Making and changing people."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from lms.accounts import queries, rules
from lms.accounts.models import Appointment, Person, Sex
from lms.core import clock, trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import clean, folded, signs_in
from lms.core.principals import Kind, Principal, PrincipalRow
from lms.places import queries as places

TEXTS = ("full_name", "degree_before", "degree_after", "rank", "position")
MOST = {"full_name": 120, "degree_before": 40, "degree_after": 60, "rank": 60, "position": 120}


@transaction()
def make_person(
    *, full_name: str, degree_before: str = "", degree_after: str = "", sex: Sex | str | None = None,
    phone: str | None = None, email: str | None = None, nip: str | None = None, office_id: int | None = None,
    position: str = "", rank: str = "", birth_year: int | None = None, username: str | None = None,
    locale: str = "id", by: Principal | None, now: datetime,
) -> Person:  # fmt: skip
    """Enter a person, without a password; refuse a second one with the same phone, e-mail address, NIP or user name."""
    texts = {"full_name": full_name, "degree_before": degree_before, "degree_after": degree_after,
             "rank": rank, "position": position}  # fmt: skip
    facts = _clean({**texts, "phone": phone, "email": email, "nip": nip, "username": username, "sex": sex})
    _refuse_doubles(facts, than=None)
    row = PrincipalRow(kind=Kind.PERSON, created_at=now)
    db.session.add(row)
    db.session.flush()
    person = Person(
        **facts, principal_id=row.id, sort_name=folded(facts["full_name"]), office_id=office_id,
        birth_year=birth_year or _birth_year(facts["nip"]), locale=locale, created_at=now,
    )  # fmt: skip
    db.session.add(person)
    db.session.flush()
    if office_id is not None:
        day = clock.local(now, places.site().zone).date()
        db.session.add(Appointment(person_id=person.id, office_id=office_id, position=person.position, since=day))
    trail.record("person.made", by=by.id if by else None, subject="person", subject_uid=person.uid)
    return person


@transaction()
def change_person(person_id: int, *, by: Principal, **changes: Any) -> Person:
    """Change a person's own facts (name, degrees, phone, language…); the trail keeps both, sealed."""
    person = queries.get_person(person_id)
    facts = _clean(changes)
    _refuse_doubles(facts, than=person)
    before = {key: getattr(person, key) for key, value in facts.items() if getattr(person, key) != value}
    for key in before:
        setattr(person, key, facts[key])
    person.sort_name = folded(person.full_name)
    if before:
        after = {key: facts[key] for key in before}
        trail.record("person.changed", by=by.id, subject="person", subject_uid=person.uid, owner_id=person.principal_id,
                     personal={"before": before, "after": after}, fields=sorted(before))  # fmt: skip
    return person


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    found = {key: _text(key, value, wrong) if key in TEXTS else value for key, value in facts.items()}
    if "full_name" in found and not found["full_name"] and "full_name" not in wrong:
        wrong["full_name"] = _("Write a name.")
    readers = {"phone": _phone, "email": _email, "nip": _nip, "username": _username, "sex": _sex}
    for key in readers.keys() & found.keys():
        found[key] = readers[key](found[key], wrong)
    if wrong:
        raise Refused(_("Some values cannot be used."), fields=wrong)
    return found


def _text(key: str, value: str | None, wrong: dict[str, str]) -> str:
    text = clean(value)
    if len(text) > MOST[key]:
        wrong[key] = _("At most %(n)s characters.", n=MOST[key])
    if signs := signs_in(text):
        wrong[key] = _("No paper prints %(signs)s; leave it out.", signs=" ".join(signs))
    return text


def _phone(value: str | None, wrong: dict[str, str]) -> str | None:
    if not clean(value):
        return None
    number = rules.normal_phone(clean(value))
    if number is None:
        wrong["phone"] = _("This is no phone number. Write it like 0812 3456 7890.")
    return number


def _email(value: str | None, wrong: dict[str, str]) -> str | None:
    if not clean(value):
        return None
    address = rules.normal_email(clean(value))
    if address is None:
        wrong["email"] = _("This is no e-mail address.")
    return address


def _nip(value: str | None, wrong: dict[str, str]) -> str | None:
    if not clean(value):
        return None
    read = rules.read_nip(clean(value))
    if read is None:
        wrong["nip"] = _("A NIP has 18 digits.")
        return None
    return read.number


def _username(value: str | None, wrong: dict[str, str]) -> str | None:
    text = clean(value).lower()
    if text and (len(text) > 60 or not text.replace(".", "").replace("_", "").replace("-", "").isalnum()):
        wrong["username"] = _("Only letters, digits, dots, dashes and underscores.")
    if text.isdecimal():
        wrong["username"] = _("A user name needs a letter.")
    return text or None


def _sex(value: Sex | str | None, wrong: dict[str, str]) -> Sex | None:
    if not value:
        return None
    if str(value).upper() not in set(Sex):
        wrong["sex"] = _("Write L or P.")
        return None
    return Sex(str(value).upper())


def _birth_year(nip: str | None) -> int | None:
    read = rules.read_nip(nip) if nip else None
    return read.birth.year if read and read.birth else None


def _refuse_doubles(facts: dict[str, Any], *, than: Person | None) -> None:
    finders = {
        "phone": queries.find_person_by_phone, "email": queries.find_person_by_email,
        "nip": queries.find_person_by_nip, "username": queries.find_person_by_username,
    }  # fmt: skip
    taken = {}
    for key, find in finders.items():
        other = find(facts[key]) if facts.get(key) else None
        if other is not None and (than is None or other.id != than.id):
            taken[key] = _DOUBLE[key]()
    if taken:
        raise Refused(_("Somebody else has this already."), fields=taken)


_DOUBLE = {
    "phone": lambda: _("Another person has this phone number."),
    "email": lambda: _("Another person has this e-mail address."),
    "nip": lambda: _("Another person has this NIP."),
    "username": lambda: _("This user name is taken."),
}
