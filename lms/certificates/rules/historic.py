"""What each row of a list of earlier numbers means: whose it is, whether it is in the register, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from lms.accounts.rules import read_nip
from lms.certificates.rules.days import read_day, read_jp
from lms.certificates.rules.names import is_same
from lms.certificates.rules.numbers import Written
from lms.core.names import clean
from lms.enrolment.rules.columns import Column, Headings
from lms.enrolment.rules.rows import CAPACITIES
from lms.trainings.models import Capacity

EARLIEST = 1945
MOST = {"number": 200, "name": 200, "office": 200, "training": 200, "scan": 120}
HEADINGS = Headings((
    Column("number", "Nomor sertifikat", "Certificate number", ("nomor", "no", "no sertifikat", "number"), 34,
           ("(contoh) 0421/2/PRC.04.00/VIII.2017", "(contoh) 0422/2/PRC.04.00/VIII.2017", "(contoh) 17/PUSBANG/2016")),
    Column("date", "Tanggal sertifikat", "Date of the certificate",
           ("tanggal", "tanggal terbit", "tgl", "tgl terbit", "date", "date of issue", "tanggal surat"), 20,
           ("2017-08-25", "25 Agustus 2017", "14/03/2016")),
    Column("name", "Nama", "Name", ("nama lengkap", "nama peserta", "full name", "nama dan gelar"), 34,
           ("Siti Aminah, A.Md.Pust.", "Drs. Ma'ruf, M.Hum.", "Yohanes Wenda")),
    Column("nip", "NIP", "Civil servant number", ("nomor induk pegawai",), 24, ("", "19660801 198803 1 001", "")),
    Column("born", "Tanggal lahir", "Date of birth", ("tgl lahir", "birth date", "born"), 16, ("1980-04-21", "", "")),
    Column("office", "Instansi", "Office", ("lembaga", "perpustakaan", "unit kerja", "institution", "asal instansi"),
           34, ("Perpustakaan Desa Sukamaju", "Dinas Perpustakaan Kabupaten Tulang Bawang", "")),
    Column("training", "Pelatihan", "Training",
           ("judul", "kegiatan", "nama kegiatan", "nama pelatihan", "title", "pelatihan kegiatan", "judul pelatihan"),
           40, ("Bimbingan Teknis Pengelola Perpustakaan", "Bimbingan Teknis Pengelola Perpustakaan", "Pelatihan TIK")),
    Column("capacity", "Sebagai", "Capacity", ("peran", "kapasitas", "role", "as"), 14, ("peserta", "narasumber", "")),
    Column("starts", "Mulai", "From", ("tanggal mulai", "dari", "starts", "first day"), 14, ("2017-08-21", "", "")),
    Column("ends", "Selesai", "To", ("tanggal selesai", "sampai", "ends", "last day"), 14, ("2017-08-25", "", "")),
    Column("jp", "JP", "Lesson hours", ("jam pelajaran", "jumlah jp", "jam", "hours"), 8, ("32", "32,5", "")),
    Column("scan", "Nama berkas pindaian", "Name of the scan", ("pindaian", "scan", "berkas", "file", "nama berkas"),
           26, ("0421.pdf", "", "")),
), needed="number")  # fmt: skip
FIELDS = tuple(column.field for column in HEADINGS.columns)


@dataclass(frozen=True)
class Entry:
    """What the register has under a number: whose it is, and whether it came from such a list."""

    name: str
    is_historic: bool
    is_recovered: bool = False  # all that is left of it came from the journal


@dataclass(frozen=True)
class Known:
    """What rows are checked against: the series' way of writing, what it has given, people by NIP, and the scans."""

    written: Written
    today: date
    numbers: Mapping[str, Entry] = field(default_factory=dict)
    serials: Mapping[tuple[int, int], str] = field(default_factory=dict)
    people: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    scans: frozenset[str] = frozenset()


@dataclass
class Checked:
    """A row after its check; `outcome`: new, in, restored, bad."""

    n: int
    cells: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    serial: int | None = None
    person_id: int | None = None
    is_in: bool = False
    is_recovered: bool = False

    @property
    def outcome(self) -> str:
        """What would become of the row."""
        if self.problems:
            return "bad"
        if self.is_in:
            return "in"
        return "restored" if self.is_recovered else "new"


def check(rows: Sequence[Mapping[str, Any]], known: Known) -> list[Checked]:
    """Check all rows of a list against the register and against each other."""
    checked = [_check_row(row, known) for row in rows]
    _compare(checked)
    return checked


def last_serials(rows: Sequence[Checked]) -> dict[int, int]:
    """Return by year the highest serial that the list brings."""
    highest: dict[int, int] = {}
    for row in rows:
        if row.outcome == "new" and row.serial is not None:
            year = row.facts["date"].year
            highest[year] = max(highest.get(year, 0), row.serial)
    return highest


def _check_row(row: Mapping[str, Any], known: Known) -> Checked:
    cells = {key: clean(value) for key, value in row["cells"].items()}
    found = Checked(n=row["n"], cells=cells)
    _read_texts(found)
    _read_days(found, known.today)
    _read_person(found, known)
    _read_rest(found, known)
    _refuse_lost(found, row)
    _find_number(found, known)
    return found


def _read_texts(row: Checked) -> None:
    for key, most in MOST.items():
        row.facts[key] = row.cells.get(key, "")
        if len(row.facts[key]) > most:
            row.problems[key] = _("At most %(n)s characters.", n=most)
    if not row.facts["number"]:
        row.problems["number"] = _("The number is missing.")
    if not any(letter.isalpha() for letter in row.facts["name"]):
        row.problems["name"] = _("A name has letters.") if row.facts["name"] else _("The name is missing.")
    if not row.facts["training"]:
        row.problems["training"] = _("Write for which training it was given.")


def _read_days(row: Checked, today: date) -> None:
    for key in ("date", "born", "starts", "ends"):
        text = row.cells.get(key, "")
        row.facts[key] = read_day(text) if text else None
        if text and row.facts[key] is None:
            row.problems[key] = _("This is no day. Write it like 2017-08-25 or 25 Agustus 2017.")
    on, first, last = (row.facts[key] for key in ("date", "starts", "ends"))
    if not row.cells.get("date"):
        row.problems["date"] = _("The date of the certificate is missing.")
    elif on and not EARLIEST <= on.year <= today.year:
        row.problems["date"] = _("This day lies outside the years of a certificate.")
    elif on and on > today:
        row.problems["date"] = _("This day has not come yet.")
    if first and last and last < first:
        row.problems["ends"] = _("The last day lies before the first day.")


def _read_person(row: Checked, known: Known) -> None:
    text = row.cells.get("nip", "").strip("-–0 ")
    read = read_nip(row.cells["nip"]) if text else None
    row.facts["nip"] = read.number if read else ""
    if text and read is None:
        row.problems["nip"] = _("A NIP has 18 digits.")
    person = known.people.get(row.facts["nip"])
    if person is None or "name" in row.problems:
        return
    if is_same(person[1], row.facts["name"]):
        row.person_id = person[0]
    else:
        row.doubts["nip"] = _("%(name)s has this NIP; the number is not put to that account.", name=person[1])


def _read_rest(row: Checked, known: Known) -> None:
    text = row.cells.get("jp", "")
    row.facts["jp"] = read_jp(text) if text else 0
    if row.facts["jp"] is None:
        row.problems["jp"] = _("Write lesson hours as a figure such as 32 or 32,5.")
    word = row.cells.get("capacity", "").casefold()
    row.facts["capacity"] = CAPACITIES.get(word, Capacity.PARTICIPANT) if word else None
    if word not in CAPACITIES:
        row.problems["capacity"] = _("Write peserta, narasumber, fasilitator, moderator or panitia.")
    if row.facts["scan"] and row.facts["scan"].casefold() not in known.scans:
        row.problems["scan"] = _("There is no PDF of this name in the ZIP.")


def _refuse_lost(row: Checked, raw: Mapping[str, Any]) -> None:
    for key in raw.get("lost", ()):
        row.problems[key] = _("The spreadsheet has lost digits of this number. Write the cell as text.")
    for key in raw.get("formula", ()):
        row.problems[key] = _("This cell holds a formula or an error. Write its value.")


def _find_number(row: Checked, known: Known) -> None:
    if {"number", "date", "name"} & set(row.problems):
        return
    number, on = row.facts["number"], row.facts["date"]
    entry = known.numbers.get(number)
    if entry is not None:
        _find_entry(row, entry)
        return
    read = known.written.read(number)
    if read is None:
        row.doubts["number"] = _("This series writes its numbers otherwise; it is kept as it is.")
        return
    if read.year not in (None, on.year):
        row.problems["date"] = _("The number is of %(year)s, the date is not.", year=read.year)
        return
    if read.month not in (None, on.month):
        row.doubts["date"] = _("The number is of another month than the date.")
    row.serial = read.serial
    rival = known.serials.get((on.year, read.serial))
    if rival is not None:
        row.problems["number"] = _("Serial %(serial)s of %(year)s was given as %(number)s.", serial=read.serial,
                                   year=on.year, number=rival)  # fmt: skip


def _find_entry(row: Checked, entry: Entry) -> None:
    if not entry.is_historic:
        row.problems["number"] = _("This number was given here, to %(name)s.", name=entry.name)
    elif entry.is_recovered:
        row.is_recovered = True
    elif is_same(entry.name, row.facts["name"]):
        row.is_in = True
    else:
        row.problems["number"] = _("The register has this number for %(name)s.", name=entry.name)


def _compare(rows: Sequence[Checked]) -> None:
    """Find rows of one list that have the same number, or the same serial of a year."""
    seen: dict[Any, Checked] = {}
    for row in rows:
        if "number" in row.problems:
            continue
        keys: list[Any] = [row.facts["number"]]
        if row.serial is not None:
            keys.append((row.facts["date"].year, row.serial))
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            row.problems["number"] = _("Row %(n)s has the same number.", n=first.n)
        for key in keys:
            seen.setdefault(key, row)
