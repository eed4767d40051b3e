"""How numbers, dates and times are written, in Indonesian and in English."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

import phonenumbers
from babel.dates import format_date
from babel.numbers import format_decimal

from lms.core.clock import local
from lms.web.i18n import language

ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
MONTHS = {"id": "d MMMM y", "en": "d MMMM y"}
UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def zone_choices() -> list[tuple[str, str]]:
    """Return every time zone to choose from, those with a short name of their own first."""
    named = [(zone, f"{name} ({zone})") for zone, name in ZONE_NAMES.items()]
    return named + [(zone, zone) for zone in sorted(available_timezones() - set(ZONE_NAMES))]


def number(value: int | float | Decimal | None, digits: int | None = None) -> str:
    """Write a number with the language's marks: 108.474 · 3,33."""
    if value is None:
        return "–"
    shape = "#,##0" if digits == 0 else f"#,##0.{'0' * digits}" if digits else "#,##0.##"
    return _decimal(value, shape, language())


def day(value: date | None, shape: str = "d MMMM y") -> str:
    """Write a calendar day: 28 Oktober 2019; shape "full" adds the weekday: Senin, 28 Oktober 2019."""
    if value is None:
        return "–"
    return _date(value, "EEEE, d MMMM y" if shape == "full" else shape, language())


def day_range(first: date | None, last: date | None, word: str = "–") -> str:
    """Write a range of days: 28–31 Oktober 2019; with word " s.d. " as in a certificate's sentence."""
    if first is None or last is None or first == last:
        return day(first or last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{word}{day(last)}"
    joined = word if word.strip() != "–" else " – "
    return f"{day(first, 'd MMMM' if first.year == last.year else 'd MMMM y')}{joined}{day(last)}"


def clock(value: datetime | None, zone: str, seconds: bool = False) -> str:
    """Write a time of day with its zone: 08.54 WIB, or 08.54.31 WIB."""
    if value is None:
        return "–"
    mark = "." if language() == "id" else ":"
    shape = f"%H{mark}%M{mark}%S" if seconds else f"%H{mark}%M"
    return f"{local(value, zone):{shape}} {zone_name(zone)}"


def moment(value: datetime | None, zone: str = "Asia/Jakarta", seconds: bool = False) -> str:
    """Write a day and a time: 28 Oktober 2019 08.54 WIB."""
    return "–" if value is None else f"{day(local(value, zone).date())} {clock(value, zone, seconds)}"


def local_day(value: datetime, zone: str) -> date:
    """Return the calendar day of a moment in a zone."""
    return local(value, zone).date()


def zone_name(zone: str) -> str:
    """Return what people call a zone: WIB, WITA, WIT, else its city."""
    return ZONE_NAMES.get(zone, zone.split("/")[-1].replace("_", " "))


def jp(hundredths: int | None) -> str:
    """Write lesson hours kept as hundredths: 3250 → 32,5."""
    return number(Decimal(hundredths or 0) / 100)


def percent(value: float | Decimal | None, digits: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage."""
    if value is None:
        return "–"
    rounded = (Decimal(str(value)) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{number(rounded, digits)} %" if language() == "id" else f"{number(rounded, digits)}%"


def nip(value: str | None) -> str:
    """Write a civil servant's number in groups: 19660801 198803 1 001."""
    if not value or len(value) != 18:
        return value or ""
    return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"


@lru_cache(4096)
def phone(value: str | None) -> str:
    """Write a phone number as it is dialled: +6281234567890 → 0812-3456-7890; of another country: +60 12-345 6789."""
    if not value or not value.startswith("+"):
        return value or ""
    try:
        read = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    is_here = read.country_code == phonenumbers.country_code_for_region("ID")
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if is_here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(read, shape)


def in_words(value: int) -> str:
    """Write a whole number below a million in Indonesian words: 32 → tiga puluh dua."""
    if value < 12:
        return UNITS[value]
    if value < 20:
        return f"{UNITS[value - 10]} belas"
    if value < 100:
        return _two(value, 10, "puluh")
    if value < 200:
        return "seratus" + _rest(value - 100)
    if value < 1000:
        return _two(value, 100, "ratus")
    if value < 2000:
        return "seribu" + _rest(value - 1000)
    return f"{in_words(value // 1000)} ribu" + _rest(value % 1000)


@lru_cache(maxsize=4096)
def _decimal(value: float | Decimal, shape: str, spoken: str) -> str:
    return str(format_decimal(value, format=shape, locale=spoken))


@lru_cache(maxsize=4096)
def _date(value: date, shape: str, spoken: str) -> str:
    return str(format_date(value, shape, locale=spoken))


def _two(value: int, size: int, word: str) -> str:
    return f"{UNITS[value // size]} {word}" + _rest(value % size)


def _rest(value: int) -> str:
    return f" {in_words(value)}" if value else ""


def register(app: Any) -> None:
    """Give the templates these filters."""
    app.jinja_env.filters.update(
        number=number, date=day, date_range=day_range, clock=clock, moment=moment, jp=jp, percent=percent, nip=nip,
        phone=phone, zone=zone_name, local_day=local_day,
    )  # fmt: skip
