"""For what a figure is counted: a programme, a period, a part of the country, and what a principal may see."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lms.core.principals import Principal
from lms.monitoring.permissions import READERS
from lms.places import rules as places
from lms.places.models import Region


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
        if self.principal is None:
            return chosen
        return and_(chosen, places.within(region.reach_code, self.principal.grants_of(*READERS)))


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
