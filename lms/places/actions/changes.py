"""Splits, mergers and renumberings of regions: recorded once they hold, with what becomes of all that lay in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, literal, select, update

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Missing, Refused
from lms.core.names import clean, folded
from lms.core.principals import Principal
from lms.places import permissions, queries, rules
from lms.places.actions.regions import take_along
from lms.places.models import Region, RegionSuccession


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happens to a region on a day: the codes that it goes over into, new ones with their names, and what stays.

    `goes_on`: the region holds on with what is not given away. `parts` says for a region below it or an office right
    in it (by uid) which code it goes to; what is not named goes to the first code, or stays where the region goes on.
    """

    on: date
    codes: tuple[str, ...]
    names: Mapping[str, str]
    goes_on: bool = False
    note: str = ""
    parts: Mapping[UUID, str]

    def code_of(self, uid: UUID) -> str:
        """Return the code that a part goes to; empty where it stays."""
        wanted = self.parts.get(uid)
        if wanted in self.codes or (wanted == "" and self.goes_on):
            return wanted or ""
        return "" if self.goes_on else self.codes[0]


def require_possible(region: Region, change: Change, *, today: date) -> dict[str, Region | None]:
    """Refuse what cannot be; return the regions of the codes, None for those that this change makes."""
    if region.valid_until is not None:
        raise Refused(_("This region has ended already."))
    _require_day(region, change.on, today)
    if not change.codes:
        message = _("Write at least one region that it goes over into.")
        raise Refused(message, fields={"into": message})
    found = {code: queries.find_region_by_code(region.tree_id, code) for code in change.codes}
    for code, one in found.items():
        problem = _why_not(region, code, one, change)
        if problem:
            raise Refused(problem, fields={"into": problem})
    return found


@transaction()
def change_region(uid: UUID, change: Change, *, by: Principal, today: date) -> Region:
    """Let a region go over into others from a day on: what lay in it goes along, facts keep the region of their day.

    With a single successor everything of the region is reached through it from now on; after a split, what happened
    in the old region stays within reach of those above it.
    """
    if not permissions.may_settle(by):
        raise Missing
    region = queries.get_region(uid)
    found = require_possible(region, change, today=today)
    successors = {code: one or _make(region, code, change) for code, one in found.items()}
    for successor in successors.values():
        db.session.add(RegionSuccession(old_id=region.id, new_id=successor.id, on=change.on, note=change.note))
    moved = _move_parts(region, change, successors)
    if not change.goes_on:
        region.valid_until = change.on - timedelta(days=1)
        if len(successors) == 1:
            _succeed_in_reach(region, next(iter(successors.values())))
    db.session.flush()
    trail.record("region.changed", by=by.id, subject="region", subject_uid=region.uid, code=region.code,
                 into=list(change.codes), on=change.on.isoformat(), goes_on=change.goes_on, moved=moved)  # fmt: skip
    return region


def _require_day(region: Region, on: date, today: date) -> None:
    message = ""
    if on > today:
        message = _("This day lies ahead: record the change once it holds.")
    elif region.valid_from is not None and on <= region.valid_from:
        message = _("The region did not hold before that day.")
    if message:
        raise Refused(message, fields={"on": message})


def _why_not(region: Region, code: str, found: Region | None, change: Change) -> str:
    if code == region.code:
        return str(_("A region cannot go over into itself; say that it goes on instead."))
    if found is None and code not in change.names:
        return str(_("There is no region %(code)s: write its name behind the code, and it is made.", code=code))
    if found is None:
        return ""
    if found.valid_until is not None or found.level != region.level:
        return str(_("%(name)s has ended, or stands at another level.", name=found.name))
    if change.names.get(code):
        return str(_("The code %(code)s is taken by %(name)s.", code=code, name=found.name))
    return ""


def _make(region: Region, code: str, change: Change) -> Region:
    name = clean(change.names[code])[:120]
    own = rules.plain_part(code)
    reach_code = f"{region.parent.reach_code}.{own}" if region.parent else f"{region.tree.key}:{own}"
    made = Region(
        tree_id=region.tree_id, code=code, level=region.level, kind=region.kind, name=name, sort_name=folded(name),
        parent_id=region.parent_id, valid_from=change.on, reach_code=_free(reach_code),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _move_parts(region: Region, change: Change, successors: Mapping[str, Region]) -> dict[str, int]:
    regions, offices = queries.parts_of(region)
    counts = {"regions": 0, "offices": 0}
    for part in regions:
        if code := change.code_of(part.uid):
            _hang(part, successors[code])
            counts["regions"] += 1
    for office in offices:
        if code := change.code_of(office.uid):
            office.region_id = successors[code].id
            counts["offices"] += 1
    return counts


def _hang(part: Region, parent: Region) -> None:
    """Put a region below another one, with all that is below it; its code and its name stay."""
    before, now = part.reach_code, _free(f"{parent.reach_code}.{rules.plain_part(part.code)}")
    part.parent_id = parent.id
    moved = literal(now) + func.substr(Region.reach_code, len(before) + 1)
    db.session.execute(
        update(Region).where(rules.below(Region.reach_code, before), Region.tree_id == part.tree_id)
        .values(reach_code=moved).execution_options(synchronize_session="fetch")
    )  # fmt: skip


def _succeed_in_reach(region: Region, successor: Region) -> None:
    before, region.reach_code = region.reach_code, successor.reach_code
    db.session.flush()
    take_along(before, successor)


def _free(reach_code: str) -> str:
    while db.session.scalar(select(Region.id).where(Region.reach_code == reach_code).limit(1)) is not None:
        reach_code = f"{reach_code}_"
    return reach_code
