"""Decisions about places, with plain values."""

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from lms.core.principals import Grant


def below(column: InstrumentedAttribute[str], reach_code: str) -> ColumnElement[bool]:
    """Return the predicate "this reach code or one below it": a range, so that an index serves it.

    "/" is the character after "." in ASCII, and the column has the C collation.
    """
    return and_(column >= reach_code, column < f"{reach_code}/")


def within(column: InstrumentedAttribute[str], grants: tuple[Grant, ...]) -> ColumnElement[bool]:
    """Return the predicate "in the regions of these grants"; a grant without any limit reaches everywhere."""
    if any(not grant.reach_code and not grant.office_id and not grant.library_ids for grant in grants):
        return true()
    codes = [grant.reach_code for grant in grants if grant.reach_code]
    return or_(*(below(column, code) for code in codes)) if codes else false()


def plain_code(text: str) -> str:
    """Return a region code with its dots: "1805" and "18.05" are the same place."""
    digits = text.strip().replace(".", "")
    if not digits.isdecimal():
        return text.strip()
    cuts = [digits[:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in cuts if part)
