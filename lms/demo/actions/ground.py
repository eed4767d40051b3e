"""What the parts of the demonstration hand on to one another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lms.core.principals import Principal

Say = Callable[[str], None]
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92"}


@dataclass(frozen=True)
class Known:
    """A person who was entered."""

    id: int
    principal_id: int
    office_id: int
    shown_name: str
    full_name: str
    sort_name: str
    position: str


@dataclass(frozen=True)
class Library:
    """A village's library."""

    office_id: int
    region_id: int
    village: str
    district: str


@dataclass
class Regency:
    """A regency of the cohort with its office and libraries."""

    code: str
    name: str
    region_id: int
    office_id: int = 0
    libraries: list[Library] = field(default_factory=list)

    @property
    def province(self) -> str:
        """The code of its province."""
        return self.code[:2]


@dataclass(frozen=True)
class Province:
    """A province with its office."""

    code: str
    name: str
    region_id: int
    office_id: int


@dataclass(frozen=True)
class Held:
    """A session that was held: its row, and the group (of two) that it was for, if any."""

    id: int
    row: dict[str, Any]
    day: int
    group: int | None
    trainer: str


@dataclass
class Ground:
    """The ids that later parts need."""

    by: Principal
    now: datetime
    say: Say
    tree_id: int = 0
    programme_id: int = 0
    national_office_id: int = 0
    jakarta_id: int = 0
    office_kinds: dict[str, int] = field(default_factory=dict)
    training_kinds: dict[str, int] = field(default_factory=dict)
    activity_kinds: dict[str, int] = field(default_factory=dict)
    provinces: dict[str, Province] = field(default_factory=dict)
    regencies: list[Regency] = field(default_factory=list)
    places: dict[int, tuple[int, str]] = field(default_factory=dict)  # office id → (region id, name)
    people: dict[str, Known] = field(default_factory=dict)
    modules: dict[str, tuple[int, int]] = field(default_factory=dict)  # slug → (module id, release id)

    def libraries(self) -> Iterator[tuple[Regency, int, Library]]:
        """Return every library of the cohort with its regency and its number there."""
        for regency in self.regencies:
            for index, library in enumerate(regency.libraries):
                yield regency, index, library

    @property
    def cohort(self) -> list[Province]:
        """The provinces that have a regency of the cohort, by code."""
        return [self.provinces[code] for code in sorted({regency.province for regency in self.regencies})]


def zone_of(province: str) -> str:
    """Return the zone of a province's code."""
    if province in WIT:
        return "Asia/Jayapura"
    return "Asia/Makassar" if province in WITA else "Asia/Jakarta"
