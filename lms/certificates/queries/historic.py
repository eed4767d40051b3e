"""Reads of lists of earlier numbers: the list, what it is checked against, and numbers as people type them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.accounts.rules import read_nip
from lms.certificates import permissions
from lms.certificates.models import Certificate, RegisterImport, Series
from lms.certificates.pdf.scans import Scans
from lms.certificates.queries.certificates import whole
from lms.certificates.queries.keeping import next_serials
from lms.certificates.rules import historic as rules
from lms.certificates.rules import names
from lms.certificates.rules.historic import Checked, Entry, Known
from lms.certificates.rules.numbers import Written
from lms.core import clock, files
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.names import clean
from lms.core.principals import Principal

AT_ONCE = 500


@dataclass(frozen=True)
class ListPreview:
    """What entering a list would do: its checked rows, their numbers, and where counting moves in each year."""

    rows: list[Checked]
    counts: Counter[str]
    moved: dict[int, tuple[int, int]]

    @property
    def bad(self) -> list[Checked]:
        """The rows that must be mended or left out first."""
        return [row for row in self.rows if row.problems]

    @property
    def doubtful(self) -> list[Checked]:
        """The rows that will be taken, but deserve a look."""
        return [row for row in self.rows if row.doubts and not row.problems]

    @property
    def entering(self) -> list[Checked]:
        """The rows that the register does not have, or has lost."""
        return [row for row in self.rows if row.outcome in {"new", "restored"}]


def get_list(principal: Principal, uid: UUID) -> RegisterImport:
    """Return a list of earlier numbers of a series that the principal keeps; Missing otherwise."""
    found = db.session.scalar(
        select(RegisterImport)
        .join(Series, Series.id == RegisterImport.series_id)
        .where(RegisterImport.uid == uid, permissions.keeps(principal, Series.office_id))
        .options(joinedload(RegisterImport.series).joinedload(Series.office), joinedload(RegisterImport.scans))
    )
    if found is None:
        raise Missing
    return found


def preview_list(found: RegisterImport) -> ListPreview:
    """Return what entering a list would do now."""
    rows = rules.check(found.rows, _known(found))
    coming = next_serials([found.series_id])
    moved = {}
    for year, highest in sorted(rules.last_serials(rows).items()):
        before = coming.get((found.series_id, year), 1)
        if highest >= before:
            moved[year] = (before, highest + 1)
    return ListPreview(rows, Counter(row.outcome for row in rows), moved)


def find_by_number(number: str, name: str) -> Certificate | None:
    """Return the certificate with a number that bears this name, however its degrees are written; or None.

    A number alone finds nothing: numbers can be counted through, and would then tell who was where.
    """
    typed = clean(number)
    wanted = names.bare(clean(name))
    if not typed or not wanted:
        return None
    found = db.session.scalars(whole().where(Certificate.number.in_({typed, typed.upper()})).limit(20)).all()
    same = [row for row in found if names.bare(row.name) == wanted]
    return min(same, key=lambda row: not row.is_standing, default=None)


def unread_historic(series_id: int) -> Sequence[Certificate]:
    """Return the historic numbers of a series that it did not write as it wrote then."""
    return db.session.scalars(
        select(Certificate).where(
            Certificate.series_id == series_id, Certificate.is_historic, Certificate.serial.is_(None)
        )
    ).all()


def _known(found: RegisterImport) -> Known:
    series = found.series
    written = Written(series.pattern, series.unit, series.classification)
    cells = [row["cells"] for row in found.rows]
    return Known(
        written=written, today=clock.today(series.zone), numbers=_numbers(series.id, cells),
        serials=_serials(series.id, written, cells), people=_people(cells),
        scans=Scans(files.read(found.scans)).names if found.scans else frozenset(),
    )  # fmt: skip


def _numbers(series_id: int, cells: Iterable[dict[str, str]]) -> dict[str, Entry]:
    found = {}
    for some in _in_parts({clean(row.get("number", "")) for row in cells}):
        asked = select(Certificate).where(Certificate.series_id == series_id, Certificate.number.in_(some))
        for row in db.session.scalars(asked):
            found[row.number] = Entry(row.name, row.is_historic, bool(row.data.get("recovered")))
    return found


def _serials(series_id: int, written: Written, cells: Iterable[dict[str, str]]) -> dict[tuple[int, int], str]:
    read = (written.read(clean(row.get("number", ""))) for row in cells)
    found: dict[tuple[int, int], str] = {}
    for some in _in_parts({one.serial for one in read if one is not None}):
        asked = select(Certificate.year, Certificate.serial, Certificate.number).where(
            Certificate.series_id == series_id, Certificate.serial.in_(some)
        )
        found |= {(row.year, row.serial): row.number for row in db.session.execute(asked)}
    return found


def _people(cells: Iterable[dict[str, str]]) -> dict[str, tuple[int, str]]:
    read = (read_nip(row["nip"]) for row in cells if row.get("nip"))
    found: dict[str, tuple[int, str]] = {}
    for some in _in_parts({one.number for one in read if one is not None}):
        asked = select(Person.id, Person.nip, Person.full_name).where(Person.nip.in_(some))
        found |= {row.nip: (row.id, row.full_name) for row in db.session.execute(asked)}
    return found


def _in_parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
