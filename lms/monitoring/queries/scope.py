"""For what a figure is counted: a programme, a period, a part of the country, and what a principal may see."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lms.core.principals import Principal
from lms.monitoring.permissions import READERS
from lms.places import rules as places
from lms.places.models import Office, Region


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A programme in a period; `below` a reach code, within the reach of `principal` (None: the public sees all)."""

    programme_id: int
    starts: date
    ends: date
    below: str = ""
    principal: Principal | None = None

    def of(self, below: str) -> "Scope":
        """Return this scope for one region."""
        return replace(self, below=below)

    def during(self, column: InstrumentedAttribute[date] | InstrumentedAttribute[date | None]) -> ColumnElement[bool]:
        """Return the predicate "on a day of the period"."""
        return and_(column >= self.starts, column <= self.ends)

    def in_reach(self, region: type[Region]) -> ColumnElement[bool]:
        """Return the predicate "in the chosen region, and where the principal may look"."""
        chosen = places.below(region.reach_code, self.below) if self.below else true()
        return and_(chosen, _seen(self.principal, region)) if self.principal else chosen

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing of the programme is left out, so that a target of all regions compares with it."""
        return not self.below and (self.principal is None or _sees_all(self.principal))


def _sees_all(principal: Principal) -> bool:
    return any(places.reaches_everywhere(grant) for grant in principal.grants_of(*READERS))


def _seen(principal: Principal, region: type[Region]) -> ColumnElement[bool]:
    """Return the predicate "in a region of the roles, or where an office or a library stands that they name"."""
    if _sees_all(principal):
        return true()
    offices = select(Office.region_id).where(Office.id.in_(places.reached_offices(principal)))
    return or_(places.within(region.reach_code, principal.grants_of(*READERS)), region.id.in_(offices))


class Ancestry:
    """A region's ancestors as joins, for trees of up to four levels: `at(level)` is the ancestor's id."""

    def __init__(self, base: type[Region]) -> None:
        self.base = base
        self.parents = [aliased(Region) for _ in range(3)]

    def joined(self, statement: Any) -> Any:
        """Join the ancestors of the base region to a select."""
        below = self.base
        for parent in self.parents:
            statement = statement.outerjoin(parent, parent.id == below.parent_id)
            below = parent
        return statement

    def at(self, level: int) -> Any:
        """Return the id of the ancestor (or the region itself) at a level, NULL above its own."""
        chain = [self.base, *self.parents]
        return case(*((region.level == level, region.id) for region in chain))
