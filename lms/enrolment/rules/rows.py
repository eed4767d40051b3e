"""What each row of a list of people means: who it is, what is new, and what is wrong with which cell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from lms.accounts.rules import normal_email, normal_phone, read_nip
from lms.core.names import clean_text, folded, signs_in
from lms.enrolment.rules.known import Known, KnownPerson, KnownRegion, same_name
from lms.trainings.models import Capacity

MOST = {"name": 120, "degree_before": 40, "degree_after": 60, "position": 120, "office": 200}
MOST_GROUP, MOST_GROUPS = 120, 16  # letters of a name, groups of a person: a cell holds as many
SEXES = {
    "l": "L", "laki laki": "L", "laki": "L", "pria": "L", "m": "L", "male": "L", "lk": "L",
    "p": "P", "perempuan": "P", "wanita": "P", "f": "P", "female": "P", "pr": "P",
}  # fmt: skip
CAPACITIES = {
    "": Capacity.PARTICIPANT, "peserta": Capacity.PARTICIPANT, "participant": Capacity.PARTICIPANT,
    "pengajar": Capacity.TRAINER, "narasumber": Capacity.TRAINER, "trainer": Capacity.TRAINER,
    "pemateri": Capacity.TRAINER, "instruktur": Capacity.TRAINER, "widyaiswara": Capacity.TRAINER,
    "fasilitator": Capacity.FACILITATOR, "facilitator": Capacity.FACILITATOR,
    "moderator": Capacity.MODERATOR, "pemandu": Capacity.MODERATOR,
    "panitia": Capacity.ORGANISER, "organiser": Capacity.ORGANISER, "organizer": Capacity.ORGANISER,
    "penyelenggara": Capacity.ORGANISER,
}  # fmt: skip


@dataclass
class Checked:
    """One row after its check. `outcome`: new, found, in, bad. `facts` are clean values for a new person."""

    n: int
    cells: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    capacity: Capacity = Capacity.PARTICIPANT
    person_id: int | None = None
    new_office: tuple[str, int] | None = None
    is_in: bool = False
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """What would become of the row."""
        if self.problems:
            return "bad"
        if self.is_in:
            return "in"
        return "found" if self.person_id else "new"


def check(rows: Sequence[dict[str, Any]], known: Known) -> list[Checked]:
    """Check all rows of a file against what is known and against each other."""
    checked = [_check_row(row, known) for row in rows]
    _compare(checked)
    return checked


def _check_row(row: dict[str, Any], known: Known) -> Checked:
    cells = {key: clean_text(value) for key, value in row["cells"].items()}
    found = Checked(n=row["n"], cells=cells)
    _read_texts(found)
    _read_sex(found)
    _read_capacity(found)
    _read_group(found)
    _read_numbers(found)
    _refuse_lost(found, row)
    _find_office(found, known)
    _find_person(found, known)
    return found


def _read_texts(row: Checked) -> None:
    for key, most in MOST.items():
        text = row.cells.get(key, "")
        row.facts[key] = text
        if len(text) > most:
            row.problems[key] = _("At most %(n)s characters.", n=most)
    name = row.facts["name"]
    if not name:
        row.problems["name"] = _("The name is missing.")
    elif not any(letter.isalpha() for letter in name):
        row.problems["name"] = _("A name has letters.")
    for key in ("name", "degree_before", "degree_after", "position"):
        if signs := signs_in(row.facts[key]):
            row.problems[key] = _("No paper prints %(signs)s; leave it out.", signs=" ".join(signs))


def _read_sex(row: Checked) -> None:
    text = row.cells.get("sex", "")
    row.facts["sex"] = SEXES.get(folded(text.replace("-", " "))) if text else None
    if text and row.facts["sex"] is None:
        row.problems["sex"] = _("Write L or P.")


def _read_capacity(row: Checked) -> None:
    word = folded(row.cells.get("capacity", ""))
    if word not in CAPACITIES:
        row.problems["capacity"] = _("Write peserta, narasumber, fasilitator, moderator or panitia.")
        return
    row.capacity = CAPACITIES[word]


def _read_group(row: Checked) -> None:
    names = group_names(row.cells.get("group", ""))
    if len(names) > MOST_GROUPS:
        row.problems["group"] = _("At most %(n)s groups.", n=MOST_GROUPS)
    for name in names[:MOST_GROUPS]:
        if len(name) > MOST_GROUP:
            row.problems["group"] = _("At most %(n)s characters.", n=MOST_GROUP)
        elif not folded(name):
            row.problems["group"] = _("A name has letters.")


def group_names(text: str) -> list[str]:
    """Return the names of the groups in a cell, which a semicolon parts."""
    return [name for part in text.split(";") if (name := part.strip())]


def _read_numbers(row: Checked) -> None:
    phone, nip, email = (row.cells.get(key, "") for key in ("phone", "nip", "email"))
    row.facts["phone"] = normal_phone(phone) if phone else None
    if phone and row.facts["phone"] is None:
        row.problems["phone"] = _("This is no phone number. Write it like 0812 3456 7890.")
    row.facts["email"] = normal_email(email) if email else None
    if email and row.facts["email"] is None:
        row.problems["email"] = _("This is no e-mail address.")
    read = read_nip(nip) if nip and nip.strip("-–0 ") else None
    row.facts["nip"] = read.number if read else None
    if nip.strip("-–0 ") and read is None:
        row.problems["nip"] = _("A NIP has 18 digits.")
    if read and read.doubts:
        row.doubts["nip"] = " ".join(read.doubts)


def _refuse_lost(row: Checked, raw: dict[str, Any]) -> None:
    for key in raw.get("lost", ()):
        row.problems[key] = _("The spreadsheet has lost digits of this number. Write the cell as text.")
        row.facts[key] = None
    for key in raw.get("formula", ()):
        row.problems[key] = _("This cell holds a formula or an error. Write its value.")


def _find_office(row: Checked, known: Known) -> None:
    region = _find_region(row, known)
    name = row.facts["office"]
    if not name or "region" in row.problems:
        return
    offices = known.offices_meant(name, region.code if region else None)
    if len(offices) == 1:
        row.facts["office_id"] = offices[0].id
    elif offices:
        row.problems["region"] = _("Several offices have this name. Give the regency or the code of the region.")
    elif region is None:
        row.problems["region"] = _("This office is not known yet. Give its regency, so that it can be added.")
    else:
        row.new_office = (name, region.id)
        row.doubts["office"] = _("This office is not known in %(region)s; it would be added.", region=region.name)


def _find_region(row: Checked, known: Known) -> KnownRegion | None:
    text = row.cells.get("region", "")
    if not text:
        return None
    regions = known.regions_meant(text)
    if len(regions) == 1:
        return regions[0]
    if regions:
        names = ", ".join(f"{region.name} ({region.code})" for region in regions[:4])
        row.problems["region"] = _("This may mean %(names)s. Write which.", names=names)
    else:
        row.problems["region"] = _("There is no such regency or city. Write its name or its code.")
    return None


def _find_person(row: Checked, known: Known) -> None:
    uid = row.cells.get("uid", "")
    person = _by_uid(row, uid, known) if uid else None
    for key, index in (("phone", known.by_phone), ("nip", known.by_nip), ("email", known.by_email)):
        other = index.get(row.facts.get(key) or "")
        if other is None or key in row.problems:
            continue
        if person is None and same_name(other.sort_name, folded(row.facts["name"])):
            person = other
        elif person is None or other.id != person.id:
            row.problems[key] = _HAS_OTHER[key](other.name)
    person = person or _by_name(row, known)
    if person is None:
        return
    row.person_id = person.id
    row.is_in = (person.id, row.capacity.value) in known.inside
    if person.sort_name != folded(row.facts["name"]) and "name" not in row.problems:
        row.doubts["name"] = _("Known as %(name)s; an import does not change names.", name=person.name)


def _by_uid(row: Checked, uid: str, known: Known) -> KnownPerson | None:
    try:
        person = known.by_uid.get(str(UUID(uid)))
    except ValueError:
        person = None
    if person is None:
        row.problems["uid"] = _("Nobody has this ID. Empty the cell for a new person.")
        return None
    for key in ("office", "region"):  # an import does not move known people
        row.problems.pop(key, None)
        row.doubts.pop(key, None)
    row.new_office = None
    return person


def _by_name(row: Checked, known: Known) -> KnownPerson | None:
    """Find a person of the same name at the same office, unless phone or NIP say that it is another one."""
    office_id = row.facts.get("office_id")
    if office_id is None:
        return None
    same = [
        person
        for person in known.by_name.get(folded(row.facts["name"]), ())
        if person.office_id == office_id and not _contradicts(row, person)
    ]
    return same[0] if len(same) == 1 else None


def _contradicts(row: Checked, person: KnownPerson) -> bool:
    pairs = ((row.facts.get("phone"), person.phone), (row.facts.get("nip"), person.nip))
    return any(given and kept and given != kept for given, kept in pairs)


def _compare(rows: Sequence[Checked]) -> None:
    """Find rows that mean one person twice, or two people with one number."""
    seen: dict[tuple[Any, ...], Checked] = {}
    for row in rows:
        for key in ("phone", "nip", "email"):
            _compare_number(row, key, seen)
        first = seen.setdefault((*identity_of(row), row.capacity), row)
        if first is not row and not row.problems:
            row.problems["name"] = _("The same person as in row %(n)s. Leave one of them out.", n=first.n)


def _compare_number(row: Checked, key: str, seen: dict[tuple[Any, ...], Checked]) -> None:
    value = row.facts.get(key)
    if not value or key in row.problems:
        return
    first = seen.setdefault((key, value), row)
    if first is not row and not same_name(folded(first.facts["name"]), folded(row.facts["name"])):
        row.problems[key] = _("Row %(n)s, %(name)s, has the same one.", n=first.n, name=first.facts["name"])


def identity_of(row: Checked) -> tuple[Any, ...]:
    """Return what tells whether two rows mean one person: who it is, else a number, else name and office."""
    if row.person_id:
        return ("person", row.person_id)
    for key in ("phone", "nip", "email"):
        if row.facts.get(key):
            return ("new", key, row.facts[key])
    office = row.facts.get("office_id") or row.new_office
    return ("name", folded(row.facts["name"]), folded(str(office)))


_HAS_OTHER = {
    "phone": lambda name: _("%(name)s has this phone number. Empty the cell, or correct the name.", name=name),
    "nip": lambda name: _("%(name)s has this NIP. Correct the number or the name.", name=name),
    "email": lambda name: _("%(name)s has this e-mail address. Empty the cell, or correct the name.", name=name),
}
