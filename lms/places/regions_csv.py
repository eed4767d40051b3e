"""Region trees as CSV files: any tree as code, parent_code, name, kind; Indonesia's as idn-area-data has it.

Source of Indonesia's codes: idn-area-data (github.com/fityannugroho/idn-area-data), Open Database Licence 1.0.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from lms.core.errors import Refused
from lms.core.names import clean

SOURCE = "idn-area-data, Kemendagri codes; Open Database Licence (ODbL) 1.0"
COUNTS = {1: 38, 2: 514, 3: 7277, 4: 83_763}  # of idn-area-data 3.1.2, which package-lock.json pins
FILES = {1: "provinces.csv", 2: "regencies.csv", 3: "districts.csv", 4: "villages.csv"}
LEVELS = [
    {"id": "Provinsi", "en": "Province"},
    {"id": "Kabupaten/Kota", "en": "Regency/City"},
    {"id": "Kecamatan", "en": "District"},
    {"id": "Desa/Kelurahan", "en": "Village"},
]
VILLAGE_KINDS = {"1": "kelurahan", "2": "desa", "3": "desa adat"}
WHOLE_NAMES = {"DAERAH ISTIMEWA YOGYAKARTA": "DI Yogyakarta", "DKI JAKARTA": "DKI Jakarta"}
KEPT = {"DKI", "DI", "STM", "SP", "UPT", "PIR", "PT"}
ROMAN = re.compile(r"^(?=.)X{0,3}(IX|IV|V?I{0,3})$")
CODE = re.compile(r"^[A-Za-z0-9._-]{1,40}$")
MOST_ROWS = 200_000
HEADINGS = ("code", "parent_code", "name", "kind")


@dataclass(frozen=True)
class RegionRow:
    """A region as a file gives it; `line` says where, for messages."""

    code: str
    parent_code: str
    name: str
    kind: str = ""
    line: int = 0


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used, and why."""

    line: int
    text: str
    message: str


def read_indonesia(folder: Path, *, levels: int = 4, counts: dict[int, int] | None = None) -> list[RegionRow]:
    """Read the regions of Indonesia down to a level; refuse data whose counts are not the known ones."""
    found: list[RegionRow] = []
    expected = COUNTS if counts is None else counts
    for level in range(1, levels + 1):
        rows = [_indonesian(code, name, level) for code, name in _codes(folder / FILES[level])]
        if level in expected and len(rows) != expected[level]:
            raise Refused(_("%(file)s has %(n)s regions, not the %(expected)s that it should have.",
                            file=FILES[level], n=len(rows), expected=expected[level]))  # fmt: skip
        found += rows
    return found


def _codes(path: Path) -> Iterator[tuple[str, str]]:
    if not path.exists():
        raise Refused(_("The file %(file)s is missing: install the browser assets first.", file=path.name))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], row["name"]


def _indonesian(code: str, name: str, level: int) -> RegionRow:
    return RegionRow(code, code.rpartition(".")[0], mend_case(name), _kind(code, level))


def _kind(code: str, level: int) -> str:
    last = code.rpartition(".")[2]
    if level == 2:
        return "kota" if last >= "71" else "kabupaten"
    if level == 4:
        return VILLAGE_KINDS.get(last[0], "desa")
    return "provinsi" if level == 1 else "kecamatan"


def mend_case(name: str) -> str:
    """Return a name in capitals as people write it: "KABUPATEN ACEH SELATAN" → "Kabupaten Aceh Selatan"."""
    plain = clean(name)
    if plain in WHOLE_NAMES:
        return WHOLE_NAMES[plain]
    if plain != plain.upper() or len(plain) < 3:
        return plain
    return re.sub(r"[^\W\d_][\w'’]*", lambda word: _mended(word.group()), plain)


def _mended(word: str) -> str:
    if word in KEPT or ROMAN.match(word):
        return word
    return "dan" if word == "DAN" else word[0] + word[1:].lower()


def read_tree(data: bytes, *, levels: int) -> tuple[list[RegionRow], list[Problem]]:
    """Read any tree from a CSV file: the rows that can be used, parents first, and a problem for each other row."""
    rows, problems = _rows(_text(data))
    seen: dict[str, RegionRow] = {}
    for row in rows:
        wrong = _wrong(row, seen)
        if wrong:
            problems.append(Problem(row.line, row.code or row.name, wrong))
            continue
        seen[row.code] = row
    depths = _depths(seen, levels=levels, problems=problems)
    good = sorted((row for row in seen.values() if row.code in depths), key=lambda row: (depths[row.code], row.line))
    return good, sorted(problems, key=lambda problem: problem.line)


def depths_of(rows: list[RegionRow]) -> dict[str, int]:
    """Return the level of each row's code, 1 for the widest; rows stand parents first."""
    found: dict[str, int] = {}
    for row in rows:
        found[row.code] = found[row.parent_code] + 1 if row.parent_code else 1
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("This is no CSV file in UTF-8. Save it as “CSV UTF-8” and send it again.")) from None


def _rows(text: str) -> tuple[list[RegionRow], list[Problem]]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    headings = [clean(name).lower() for name in reader.fieldnames or []]
    if not {"code", "name"} <= set(headings):
        raise Refused(_("The first line must name the columns: %(columns)s.", columns=", ".join(HEADINGS)))
    reader.fieldnames = headings
    rows: list[RegionRow] = []
    for values in reader:
        if len(rows) >= MOST_ROWS:
            raise Refused(_("This file has more than %(n)s rows.", n=MOST_ROWS))
        facts = [clean(values.get(name) or "") for name in HEADINGS]
        if any(facts):
            rows.append(RegionRow(facts[0], facts[1], facts[2], facts[3][:40], reader.line_num))
    if not rows:
        raise Refused(_("This file has no rows."))
    return rows, []


def _wrong(row: RegionRow, seen: dict[str, RegionRow]) -> str:
    if not row.code:
        return str(_("The code is missing."))
    if not CODE.match(row.code):
        return str(_("A code has letters, digits, dots and dashes, at most 40."))
    if row.code in seen:
        return str(_("This code stands in line %(line)s already.", line=seen[row.code].line))
    if not row.name:
        return str(_("The name is missing."))
    if len(row.name) > 120:
        return str(_("A name has at most 120 characters."))
    return ""


def _depths(seen: dict[str, RegionRow], *, levels: int, problems: list[Problem]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in seen.values():
        depth, wrong = _depth(row, seen)
        if not wrong and depth > levels:
            wrong = _("This is level %(depth)s; the tree has %(levels)s.", depth=depth, levels=levels)
        if wrong:
            problems.append(Problem(row.line, row.code, wrong))
            continue
        found[row.code] = depth
    return found


def _depth(row: RegionRow, seen: dict[str, RegionRow]) -> tuple[int, str]:
    path, here = Counter([row.code]), row
    while here.parent_code:
        if here.parent_code not in seen:
            return 0, _("There is no region with the code %(code)s above it.", code=here.parent_code)
        here = seen[here.parent_code]
        path[here.code] += 1
        if path[here.code] > 1:
            return 0, _("The regions above it form a circle.")
    return path.total(), ""
