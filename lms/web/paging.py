"""Pages of a list: one query counts, one loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from lms.core import numbers
from lms.core.db import db

T = TypeVar("T")
PER_PAGE = 50
MOST = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list and where they stand in it."""

    items: Sequence[T]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.per_page))

    def url_for(self, page: int) -> str:
        """Return this list's address at another page, with the same filters."""
        return address(page=page)


def address(**changes: Any) -> str:
    """Return the current address with some arguments changed; None takes one away."""
    arguments: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(flat=False), **changes}
    kept = {key: value for key, value in arguments.items() if value is not None}
    return url_for(request.endpoint or "", **kept)


def requested() -> int:
    """Return the page asked for in the address, at least 1."""
    return max(1, asked_number("page") or 1)


def asked_number(name: str) -> int | None:
    """Return a number of the address that can be one of ours: up to six digits; None for anything else."""
    return numbers.plain(request.args.get(name, ""), most=999_999)


def asked_day(name: str) -> date | None:
    """Return a day of the address, of this age; None for anything else."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None


def load(
    statement: Select[*tuple[Any, ...]], *, page: int, per_page: int = PER_PAGE, scalars: bool = True
) -> Page[Any]:
    """Load one page of a select: its entities (`scalars`) or its rows."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    page = min(page, max(1, -(-total // per_page)))
    part = statement.limit(per_page).offset((page - 1) * per_page)
    rows: Sequence[Any] = db.session.scalars(part).all() if scalars else db.session.execute(part).all()
    return Page(rows, page, per_page, total)
