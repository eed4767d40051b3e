"""Decisions about places, with plain values."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from lms.core.principals import Grant, Principal, Role
from lms.places.models import Funding, PartnerStatus

NARROW = {Role.FACILITATOR, Role.LIBRARY_MANAGER, Role.OFFICE_OPERATOR}


def below(column: InstrumentedAttribute[str], reach_code: str) -> ColumnElement[bool]:
    """Return the predicate "this reach code or one below it": a range, so that an index serves it.

    "/" is the character after "." in ASCII, and the column has the C collation.
    """
    return and_(column >= reach_code, column < f"{reach_code}/")


def within(column: InstrumentedAttribute[str], grants: tuple[Grant, ...]) -> ColumnElement[bool]:
    """Return the predicate "in the regions of these grants"; a wide role without any limit reaches everywhere."""
    if any(reaches_everywhere(grant) for grant in grants):
        return true()
    codes = [grant.reach_code for grant in grants if grant.reach_code]
    return or_(*(below(column, code) for code in codes)) if codes else false()


def reaches_everywhere(grant: Grant) -> bool:
    """Tell whether a grant has no limit; a facilitator or a manager without one reaches nothing instead."""
    limited = grant.reach_code or grant.office_id or grant.library_ids
    return not limited and grant.role not in NARROW


def is_everywhere(principal: Principal, *roles: Role) -> bool:
    """Tell whether a principal has one of these roles without a limit."""
    return any(reaches_everywhere(grant) for grant in principal.grants_of(*roles))


def reached_offices(principal: Principal) -> list[int]:
    """Return the ids of the offices that a principal reaches by name: the own one, and assigned libraries."""
    own = [principal.office_id] if principal.office_id else []
    granted = [grant.office_id for grant in principal.grants if grant.office_id]
    served = [library for grant in principal.grants for library in grant.library_ids]
    return sorted({*own, *granted, *served})


def map_id(reach_code: str | None) -> str:
    """Return the id of a region's outline on its tree's map; empty for one that is not drawn."""
    tree, _, code = (reach_code or "").partition(":")
    drawn: str = _maps().get(tree, {}).get(code, "")
    return drawn


def has_map(tree: str) -> bool:
    """Tell whether the regions of a tree are drawn on a map."""
    return tree in _maps()


def plain_part(code: str) -> str:
    """Return a code as one part of a reach code: "-" sorts before ".", which would break the range search."""
    return code.replace("-", "_").replace(".", "_")


def plain_code(text: str) -> str:
    """Return a region code with its dots: "1805" and "18.05" are the same place."""
    digits = text.strip().replace(".", "")
    if not digits.isdecimal():
        return text.strip()
    cuts = [digits[:2], digits[2:4], digits[4:6], digits[6:10]]
    return ".".join(part for part in cuts if part)


@cache
def _maps() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("maps.toml").read_text())


def codes_meant(text: str) -> set[str]:
    """Return the codes that somebody may mean: as it was written, and with dots where Indonesia's codes have them."""
    return {text.strip(), plain_code(text)} - {""}


def statuses() -> dict[str, str]:
    """Return what each partner status is called."""
    return {
        PartnerStatus.FULL_SUPPORT: _("Full support"),
        PartnerStatus.QUALITY_BOOKS: _("Quality books"),
        PartnerStatus.SELF_REPLICATION: _("Replicates by itself"),
    }


def fundings() -> dict[str, str]:
    """Return what each source of money is called."""
    return {
        Funding.APBN: _("State budget (APBN)"),
        Funding.APBD: _("Regional budget (APBD)"),
        Funding.DANA_DESA: _("Village fund"),
        Funding.CSR: _("Company (CSR)"),
        Funding.OTHER: _("Other"),
    }
