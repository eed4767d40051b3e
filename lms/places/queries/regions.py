"""Reads of regions."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.sql.base import ExecutableOption

from lms.core.db import db
from lms.core.errors import Missing, Refused
from lms.core.names import folded
from lms.places import rules
from lms.places.models import Region, RegionSuccession, RegionTree


def trees() -> Sequence[RegionTree]:
    """Return all region trees, the oldest first."""
    return db.session.scalars(select(RegionTree).order_by(RegionTree.id)).all()


def main_tree() -> RegionTree | None:
    """Return the oldest tree, which the region pages show first; None before any was loaded."""
    return db.session.scalar(select(RegionTree).order_by(RegionTree.id).limit(1))


def find_tree(key: str) -> RegionTree | None:
    """Return the region tree with this key, or None."""
    return db.session.scalar(select(RegionTree).where(RegionTree.key == key))


def get_tree(uid: UUID) -> RegionTree:
    """Return a region tree; Missing if there is none."""
    found = db.session.scalar(select(RegionTree).where(RegionTree.uid == uid))
    if found is None:
        raise Missing
    return found


def count_by_level(tree_id: int) -> dict[int, int]:
    """Return how many regions each level of a tree has, the widest first."""
    counted = select(Region.level, func.count()).where(Region.tree_id == tree_id)
    rows = db.session.execute(counted.group_by(Region.level).order_by(Region.level))
    return {row[0]: row[1] for row in rows}


def get_region(uid: UUID) -> Region:
    """Return a region with its parents up to the top; Missing if there is none."""
    found = db.session.scalar(select(Region).where(Region.uid == uid).options(*_with_parents()))
    if found is None:
        raise Missing
    return found


def find_region(region_id: int) -> Region | None:
    """Return a region with its parents by its id, or None."""
    return db.session.scalar(select(Region).where(Region.id == region_id).options(*_with_parents()))


def find_region_by_code(tree_id: int, code: str) -> Region | None:
    """Return a region by its code with or without dots, or None."""
    wanted = (Region.tree_id == tree_id, Region.code.in_(rules.codes_meant(code)))
    return db.session.scalar(select(Region).where(*wanted).options(*_with_parents()).limit(1))


def find_home(tree: RegionTree, code: str) -> Region | None:
    """Return the region with a code, or the first of the widest ones where no code was said."""
    if code:
        return find_region_by_code(tree.id, code)
    widest = (Region.tree_id == tree.id, Region.level == 1, Region.valid_until.is_(None))
    return db.session.scalar(select(Region).where(*widest).order_by(Region.code).limit(1))


def get_region_meant(text: str) -> Region:
    """Return the region that a code names in any tree ("id:18.05" names the tree too); refuse none and several."""
    key, colon, code = text.strip().partition(":")
    found = select(Region).where(Region.code.in_(rules.codes_meant(code if colon else text)))
    if colon:
        found = found.where(Region.tree.has(key=key))
    rows = db.session.scalars(found.options(joinedload(Region.tree), *_with_parents()).order_by(Region.tree_id)).all()
    if not rows:
        raise _refused(_("There is no region with this code."))
    if len(rows) > 1:
        examples = ", ".join(f"{row.tree.key}:{row.code}" for row in rows[:3])
        raise _refused(_("Several trees have this code. Write one of: %(codes)s.", codes=examples))
    return rows[0]


def _refused(message: str) -> Refused:
    return Refused(message, fields={"region": message})


def in_region(code: str) -> ColumnElement[bool]:
    """Return the predicate "in the region with this code, or below it", as it lies today; it needs Region joined.

    A code of before a split leads to its successor; a code that no region has is read as the beginning of one.
    """
    codes = rules.codes_meant(code)
    reached = db.session.scalars(select(Region.reach_code).where(Region.code.in_(codes)).limit(20)).all()
    if reached:
        return or_(*(rules.below(Region.reach_code, one) for one in reached))
    return or_(false(), *(Region.code.startswith(one, autoescape=True) for one in codes))


def children(tree_id: int, parent_id: int | None, *, day: date) -> Sequence[Region]:
    """Return the regions below one (or the widest ones) that hold on a day, by name.

    What was below a region that was renumbered stands below its successor today.
    """
    since = select(RegionSuccession.new_id).join(Region, Region.id == RegionSuccession.old_id)
    ended = since.where(RegionSuccession.old_id == parent_id, Region.valid_until.is_not(None))
    below = or_(Region.parent_id == parent_id, Region.parent_id.in_(ended)) if parent_id else Region.parent_id.is_(None)
    return db.session.scalars(
        select(Region).where(Region.tree_id == tree_id, below, holds_on(day)).order_by(Region.sort_name)
    ).all()


def provinces_on(tree_id: int, day: date) -> Sequence[Region]:
    """Return the widest regions of a tree as they were on a day, by code."""
    return db.session.scalars(
        select(Region).where(Region.tree_id == tree_id, Region.level == 1, holds_on(day)).order_by(Region.code)
    ).all()


def holds_on(day: date) -> ColumnElement[bool]:
    """Return the predicate "this region's code held on a day"."""
    return and_(
        or_(Region.valid_from.is_(None), Region.valid_from <= day),
        or_(Region.valid_until.is_(None), Region.valid_until >= day),
    )


def search_regions(
    tree_id: int, text: str, parent_id: int | None = None, limit: int = 20, *, level: int | None = None
) -> Sequence[Region]:
    """Find regions by code (with or without dots) or by the words of their own and their parents' names.

    "sukamaju tulang bawang" finds the village Sukamaju of Tulang Bawang. The widest ones and those of today come first.
    """
    found = select(Region).where(Region.tree_id == tree_id)
    if parent_id is not None:
        parent = db.session.get(Region, parent_id)
        if parent is None:
            return []
        found = found.where(rules.below(Region.reach_code, parent.reach_code), Region.id != parent_id)
    if level is not None:
        found = found.where(Region.level == level)
    found = found.where(_means(text)).options(*_with_parents())
    order = (Region.valid_until.is_not(None), Region.level, Region.sort_name, Region.code)
    return db.session.scalars(found.order_by(*order).limit(limit)).all()


def path_of(region: Region) -> list[Region]:
    """Return a region's parents from the widest down to itself."""
    path = [region]
    while path[0].parent is not None:
        path.insert(0, path[0].parent)
    return path


def path_on(region: Region, day: date) -> list[Region]:
    """Return a region's parents as they were on a day: Merauke of 2019 lies in Papua, today in Papua Selatan."""
    path = path_of(region)
    ended = [part.id for part in path if part.valid_from and part.valid_from > day]
    if not ended:
        return path
    before = db.session.scalars(
        select(Region)
        .join(RegionSuccession, RegionSuccession.old_id == Region.id)
        .where(RegionSuccession.new_id.in_(ended), holds_on(day))
        .order_by(Region.level.desc())
        .options(*_with_parents())
    ).all()
    if not before:
        return path
    kept = [part for part in path if part.level > before[0].level]
    return [*path_of(before[0]), *kept]


def paths_of(region_ids: Iterable[int]) -> dict[int, str]:
    """Return "Sukamaju, Banjar Agung, Kabupaten Tulang Bawang, Lampung" for each id, in one query."""
    rows = db.session.scalars(select(Region).where(Region.id.in_(set(region_ids))).options(*_with_parents()))
    return {row.id: ", ".join(part.name for part in reversed(path_of(row))) for row in rows}


def _means(text: str) -> ColumnElement[bool]:
    digits = text.strip().replace(".", "")
    if digits.isdecimal():
        return or_(false(), *(rules.below(Region.code, code) for code in rules.codes_meant(text)))
    first, second, third = aliased(Region), aliased(Region), aliased(Region)
    up = (
        select(first.id)
        .outerjoin(second, second.id == first.parent_id)
        .outerjoin(third, third.id == second.parent_id)
        .where(first.id == Region.parent_id)
        .correlate(Region)
    )
    words = folded(text).split()[:8]
    if not words:
        return false() if text.strip() else true()
    anywhere = [
        or_(_is_called(Region, word), up.where(or_(*(_is_called(t, word) for t in (first, second, third)))).exists())
        for word in words
    ]
    own = or_(*(_is_called(Region, word) for word in words))
    return or_(and_(own, *anywhere), Region.code == text.strip())


def _is_called(region: type[Region], word: str) -> ColumnElement[bool]:
    """Return the predicate "a name has this word": people write Sukamaju for Suka Maju."""
    joined = func.replace(region.sort_name, " ", "")
    return or_(region.sort_name.contains(word, autoescape=True), joined.contains(word, autoescape=True))


def _with_parents() -> tuple[ExecutableOption, ...]:
    return (joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent).joinedload(Region.parent),)
