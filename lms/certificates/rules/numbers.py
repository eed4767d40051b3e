"""Numbers of certificates, as a series writes them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter

from flask_babel import gettext as _

from lms.core import clock
from lms.core.errors import Refused

TOKENS = ("serial", "unit", "classification", "roman_month", "year", "month")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST_CODE = 16  # letters and digits of a code that was mistyped
_WIDTH = re.compile(r"^0\d{1,2}d$")
_FOUND = {"serial": r"\d{1,9}", "year": r"\d{4}", "month": r"0?[1-9]|1[0-2]",
          "roman_month": "|".join(sorted(ROMAN, key=len, reverse=True))}  # fmt: skip
_WIDE = {"serial", "month", "year"}


def day_of(moment: datetime, zone: str) -> date:
    """Return the day whose year and month a number carries: 2019-12-31T17:30Z is 1 January 2020 in WIB."""
    return clock.local(moment, zone).date()


def expiry_of(on: date, months: int | None) -> date | None:
    """Return the last day on which a certificate of that day is valid; None means for ever."""
    if months is None:
        return None
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def may_be_number(text: str) -> bool:
    """Tell whether what somebody typed is a number rather than a mistyped code: figures with marks between."""
    has_marks = "/" in text or "." in text or len(re.sub(r"[\W_]", "", text)) > LONGEST_CODE
    return has_marks and any(letter.isdecimal() for letter in text)


def write(pattern: str, *, serial: int, on: date, unit: str = "", classification: str = "") -> str:
    """Return a number such as 6617/2/PRC.04.00/VIII.2021."""
    return pattern.format(
        serial=serial, unit=unit, classification=classification, roman_month=ROMAN[on.month - 1], year=on.year,
        month=on.month,
    )  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What a number says of itself; None where its series does not write that."""

    serial: int
    year: int | None
    month: int | None


@dataclass(frozen=True)
class Written:
    """How a series writes its numbers now, to read numbers that were written so."""

    pattern: str
    unit: str = ""
    classification: str = ""

    def read(self, number: str) -> Read | None:
        """Return what a number says; None when this series does not write it so, so that it can never be given."""
        found = re.fullmatch(self._expression(), number)
        if found is None:
            return None
        parts = found.groupdict()
        month = int(parts["month"]) if parts.get("month") else None
        if parts.get("roman_month"):
            month = ROMAN.index(parts["roman_month"]) + 1
        return Read(int(parts["serial"]), int(parts["year"]) if parts.get("year") else None, month)

    def _expression(self) -> str:
        said = {"unit": re.escape(self.unit), "classification": re.escape(self.classification)}
        made, seen = "", set[str]()
        for text, name, _spec, _turn in Formatter().parse(self.pattern):
            made += re.escape(text)
            if name in said:
                made += said[name]
            elif name is not None:
                made += f"(?P={name})" if name in seen else f"(?P<{name}>{_FOUND[name]})"
                seen.add(name)
        return made


def require_pattern(pattern: str) -> None:
    """Refuse a pattern that cannot write numbers, or that would write one twice."""
    problem = _problem(pattern)
    if problem:
        raise Refused(problem, fields={"pattern": problem})


def _problem(pattern: str) -> str:
    try:
        parts = [(name, spec, turn) for _text, name, spec, turn in Formatter().parse(pattern) if name is not None]
    except ValueError:
        return str(_("A curly bracket is missing or too much."))
    unknown = [name for name, _spec, _turn in parts if name not in TOKENS]
    if unknown:
        return str(_("“%(token)s” is not known. Use %(tokens)s.", token=unknown[0], tokens=", ".join(TOKENS)))
    if any(turn or (spec and not (name in _WIDE and _WIDTH.match(spec))) for name, spec, turn in parts):
        return str(_("Widths are written like {serial:04d}."))
    names = {name for name, _spec, _turn in parts}
    if not {"serial", "year"} <= names:
        return str(_("The pattern needs {serial} and {year}, since counting begins anew each year."))
    return ""
