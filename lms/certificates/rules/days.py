"""Days and lesson hours as people type them into a spreadsheet."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

MONTHS = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "february": 2, "mar": 3, "maret": 3, "march": 3,
    "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7,
    "agu": 8, "agt": 8, "agustus": 8, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "okt": 10,
    "oktober": 10, "oct": 10, "october": 10, "nov": 11, "november": 11, "nopember": 11, "des": 12, "desember": 12,
    "dec": 12, "december": 12,
}  # fmt: skip
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]00:00(?::00)?.*)?$")
_FIGURES = re.compile(r"^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$")
_WORDS = re.compile(r"^(\d{1,2})[ -]([a-z]+)\.?,?[ -](\d{4})$")
MOST_JP = 10_000


def read_day(text: str) -> date | None:
    """Return a day written as 2019-11-04, 04/11/2019 or 4 November 2019; the day stands before the month."""
    plain = text.strip().casefold()
    if found := _ISO.match(plain):
        year, month, day = (int(part) for part in found.groups())
    elif found := _FIGURES.match(plain):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WORDS.match(plain)) and found[2] in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_jp(text: str) -> int | None:
    """Return lesson hours in hundredths, from "32", "32,5" or "32 JP"; None for what is no such figure."""
    plain = text.casefold().replace("jp", "").replace(",", ".").strip()
    try:
        hours = Decimal(plain)
    except InvalidOperation:
        return None
    if not hours.is_finite() or not 0 <= hours < MOST_JP or hours * 100 != int(hours * 100):
        return None
    return int(hours * 100)
