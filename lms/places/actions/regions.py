"""Loading of region trees; every act may be repeated without harm."""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, insert, literal, select, update

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal
from lms.places import queries, rules
from lms.places.models import Region, RegionSuccession, RegionTree
from lms.places.regions_csv import LEVELS, SOURCE, Problem, RegionRow, depths_of, read_indonesia, read_tree

SUCCESSIONS = Path(__file__).parent.parent / "successions.toml"
INDONESIA = Path(__file__).parents[3] / "node_modules" / "idn-area-data" / "data"


@transaction()
def make_tree(
    *, key: str, name: dict[str, str], levels: list[dict[str, str]], source: str = "", by: Principal | None = None
) -> RegionTree:
    """Make a region tree, or bring the words of the one with this key up to date."""
    tree = queries.find_tree(key)
    if tree is None:
        tree = RegionTree(key=key)
        db.session.add(tree)
    tree.name, tree.levels, tree.source = name, levels, source
    db.session.flush()
    trail.record("tree.made", by=by.id if by else None, subject="region_tree", subject_uid=tree.uid, key=key)
    return tree


def make_indonesia(*, by: Principal | None = None) -> RegionTree:
    """Make Indonesia's tree, still without regions."""
    return make_tree(key="id", name={"id": "Indonesia", "en": "Indonesia"}, levels=LEVELS, source=SOURCE, by=by)


@transaction()
def load_indonesia(*, by: Principal) -> RegionTree:
    """Make Indonesia's tree with all its regions of today and those of before a split."""
    tree = make_indonesia(by=by)
    load_regions(tree, read_indonesia(INDONESIA))
    load_successions(tree.id)
    return tree


@transaction()
def load_csv(
    data: bytes, *, key: str, name: dict[str, str], levels: list[dict[str, str]], by: Principal
) -> RegionTree:  # fmt: skip
    """Make a tree from a CSV file, or bring it up to date; a file with one wrong row changes nothing."""
    if not levels:
        raise _wrong("levels", _("Write the levels."))
    tree = make_tree(key=key, name=name, levels=levels, by=by)
    try:
        rows, problems = read_tree(data, levels=len(levels))
        if problems:
            raise WrongRows(problems)
        load_regions(tree, rows)
    except WrongRows:
        raise
    except Refused as refusal:
        raise _wrong("csv", refusal.message) from refusal
    return tree


class WrongRows(Refused):
    """Rows of a file that cannot be used, with why; nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        message = ngettext(
            "Line %(line)s cannot be used: %(why)s Nothing was changed.",
            "%(num)s rows cannot be used, the first in line %(line)s: %(why)s Nothing was changed.",
            len(problems), line=first.line, why=first.message,
        )  # fmt: skip
        super().__init__(message, fields={"csv": message})
        self.problems = problems


def _wrong(field: str, message: str) -> Refused:
    return Refused(message, fields={field: message})


def load_regions(tree: RegionTree, rows: Sequence[RegionRow]) -> dict[int, int]:
    """Bring a tree's regions in, parents first, one transaction a level; return how many rows each level gave."""
    depths = depths_of(list(rows))
    counts: dict[int, int] = {}
    for level, members in groupby(sorted(rows, key=lambda row: depths[row.code]), key=lambda row: depths[row.code]):
        counts[level] = load_level(tree.id, tree.key, level, list(members))
    return counts


@transaction()
def load_level(tree_id: int, key: str, level: int, rows: list[RegionRow]) -> int:
    """Bring the regions of one level in: new codes are added, changed names mended, nothing is taken away."""
    known = {
        row.code: row
        for row in db.session.execute(
            select(Region.id, Region.code, Region.name).where(Region.tree_id == tree_id, Region.level == level)
        )
    }
    parents = {
        row.code: row
        for row in db.session.execute(
            select(Region.id, Region.code, Region.reach_code).where(
                Region.tree_id == tree_id, Region.level == level - 1
            )
        )
    }
    _refuse_moved(tree_id, [row for row in rows if row.code not in known])
    fresh = [_facts(tree_id, key, level, row, parents.get(row.parent_code)) for row in rows if row.code not in known]
    for start in range(0, len(fresh), 5000):
        db.session.execute(insert(Region), fresh[start : start + 5000])
    for row in rows:
        if row.code in known and known[row.code].name != row.name:
            _rename(known[row.code].id, row.name)
    return len(rows)


def _refuse_moved(tree_id: int, rows: Sequence[RegionRow]) -> None:
    """Refuse rows whose code stands at another level already."""
    for start in range(0, len(rows), 500):
        codes = [row.code for row in rows[start : start + 500]]
        moved = db.session.scalar(select(Region.code).where(Region.tree_id == tree_id, Region.code.in_(codes)).limit(1))
        if moved is not None:
            raise Refused(_("The code %(code)s stands at another level of this tree already.", code=moved))


def _facts(tree_id: int, key: str, level: int, row: RegionRow, parent: Any) -> dict[str, Any]:
    return {
        "uid": uuid4(),
        "tree_id": tree_id,
        "code": row.code,
        "level": level,
        "kind": row.kind,
        "name": row.name,
        "sort_name": folded(row.name),
        "parent_id": parent.id if parent else None,
        "reach_code": _reach_code(key, row, parent.reach_code if parent else ""),
        "valid_from": None,
        "valid_until": None,
    }


def _reach_code(key: str, row: RegionRow, above: str) -> str:
    last = row.code.removeprefix(f"{row.parent_code}.") if above else row.code
    plain = rules.plain_part(last)
    return f"{above}.{plain}" if above else f"{key}:{plain}"


def _rename(region_id: int, name: str) -> None:
    region = db.session.get_one(Region, region_id)
    region.name, region.sort_name = name, folded(name)


@transaction()
def load_successions(tree_id: int, facts: Iterable[dict[str, Any]] | None = None) -> int:
    """Add the regions of before a split, with their successors; return how many successions the tree has now."""
    for split in facts if facts is not None else tomllib.loads(SUCCESSIONS.read_text(encoding="utf-8"))["province"]:
        _split(tree_id, split)
    db.session.flush()
    return len(
        db.session.scalars(
            select(RegionSuccession.id)
            .join(Region, Region.id == RegionSuccession.new_id)
            .where(Region.tree_id == tree_id)
        ).all()
    )


def _split(tree_id: int, split: dict[str, Any]) -> None:
    new, old = (queries.find_region_by_code(tree_id, split[key]) for key in ("code", "out_of"))
    if new is None or old is None:
        return
    new.valid_from = split["on"]
    _succeed(old.id, new.id, split)
    for before, since in split["regencies"].items():
        successor = queries.find_region_by_code(tree_id, since)
        if successor is not None:
            successor.valid_from = split["on"]
            _succeed(_earlier(before, successor, parent=old, split=split).id, successor.id, split)


def _earlier(code: str, successor: Region, *, parent: Region, split: dict[str, Any]) -> Region:
    found = queries.find_region_by_code(parent.tree_id, code)
    if found is None:
        found = Region(
            tree_id=parent.tree_id,
            code=code,
            level=successor.level,
            kind=successor.kind,
            name=successor.name,
            sort_name=successor.sort_name,
            parent_id=parent.id,
        )
        db.session.add(found)
    before, found.reach_code = found.reach_code or successor.reach_code, successor.reach_code
    found.valid_until = split["on"] - timedelta(days=1)
    db.session.flush()
    if before != successor.reach_code:
        take_along(before, successor)
    return found


def take_along(before: str, successor: Region) -> None:
    """Let everything below a code of before be reached through its successor: libraries go along with their regency."""
    inside = (Region.reach_code >= f"{before}.", Region.reach_code < f"{before}/", Region.tree_id == successor.tree_id)
    moved = literal(successor.reach_code) + func.substr(Region.reach_code, len(before) + 1)
    db.session.execute(
        update(Region).where(*inside).values(reach_code=moved).execution_options(synchronize_session="fetch")
    )


def _succeed(old_id: int, new_id: int, split: dict[str, Any]) -> None:
    is_known = db.session.scalar(
        select(RegionSuccession.id).where(RegionSuccession.old_id == old_id, RegionSuccession.new_id == new_id)
    )
    if not is_known:
        db.session.add(RegionSuccession(old_id=old_id, new_id=new_id, on=split["on"], note=split.get("law", "")))
