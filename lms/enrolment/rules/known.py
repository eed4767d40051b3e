"""Who and what is known already, looked up by what a row says: plain values, loaded in bulk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.core.names import folded
from lms.places.rules import plain_code

_KIND = re.compile(r"^(kabupaten|kab\.?|kota|provinsi|prov\.?)\s+")


@dataclass(frozen=True)
class KnownPerson:
    """A person as a check needs to know them."""

    id: int
    uid: str
    name: str
    sort_name: str
    phone: str | None
    nip: str | None
    email: str | None
    office_id: int | None


@dataclass(frozen=True)
class KnownRegion:
    """A region with its code in its tree."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class KnownOffice:
    """An office with the code of its region."""

    id: int
    name: str
    region_code: str


@dataclass
class Known:
    """Everything that the rows of one file may mean."""

    people: list[KnownPerson] = field(default_factory=list)
    regions: list[KnownRegion] = field(default_factory=list)
    offices: list[KnownOffice] = field(default_factory=list)
    inside: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.by_uid = {person.uid: person for person in self.people}
        self.by_phone = {person.phone: person for person in self.people if person.phone}
        self.by_nip = {person.nip: person for person in self.people if person.nip}
        self.by_email = {person.email: person for person in self.people if person.email}
        self.by_name: dict[str, list[KnownPerson]] = {}
        for person in self.people:
            self.by_name.setdefault(person.sort_name, []).append(person)
        self.by_code = {region.code: region for region in self.regions}
        self._regions: dict[str, list[KnownRegion]] = {}
        for region in self.regions:
            for key in {region_key(region.name), bare_region_key(region.name)}:
                self._regions.setdefault(key, []).append(region)
        self._offices: dict[str, list[KnownOffice]] = {}
        for office in self.offices:
            self._offices.setdefault(folded(office.name), []).append(office)

    def regions_meant(self, text: str) -> list[KnownRegion]:
        """Return the regions that a name or a code (with or without dots) may mean."""
        code = plain_code(text)
        if code in self.by_code:
            return [self.by_code[code]]
        if text.strip() in self.by_code:
            return [self.by_code[text.strip()]]
        return self._regions.get(region_key(text), [])

    def offices_meant(self, name: str, region_code: str | None) -> list[KnownOffice]:
        """Return the offices of that name, in or below a region where one is given."""
        named = self._offices.get(folded(name), [])
        if region_code is None:
            return named
        return [o for o in named if f"{o.region_code}.".startswith(f"{region_code}.")]


def region_key(text: str) -> str:
    """Return a region's name in the form in which names are compared: "Kab. Magelang" is "kabupaten magelang"."""
    words = folded(text.replace(",", " ")).split()
    if words and words[0] in {"kab", "kab."}:
        words[0] = "kabupaten"
    return " ".join(words)


def bare_region_key(text: str) -> str:
    """Return a region's name without its kind: "Kota Magelang" is "magelang"."""
    return _KIND.sub("", region_key(text))


def same_name(a: str, b: str) -> bool:
    """Tell whether two folded names may be one person's: the same, or one is the other with more words (degrees)."""
    first, second = _words(a), _words(b)
    return bool(first) and bool(second) and (first <= second or second <= first)


def _words(name: str) -> frozenset[str]:
    return frozenset(word.strip(".") for word in name.split() if word.strip("."))


def names_of(people: Iterable[KnownPerson]) -> str:
    """Return names for a message."""
    return ", ".join(person.name for person in people)
