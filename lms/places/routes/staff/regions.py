"""Regions: from the widest down, by name or code, and what a region was before."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from lms.core import clock
from lms.core.errors import Missing
from lms.places import permissions, queries
from lms.places.routes.staff.door import bp
from lms.web import guard, paging

MOST_FOUND = 50


@bp.get("/regions")
@guard.allowed(permissions.may_see)
def regions() -> ResponseReturnValue:
    """Show the widest regions of a tree, or what a name or a code finds."""
    trees = queries.trees()
    tree = next((one for one in trees if one.key == request.args.get("tree")), trees[0] if trees else None)
    text = request.args.get("q", "").strip()[:80]
    if tree is None:
        return render_template("places/staff/regions.html", tree=None, trees=[], text="", page=None, found=[])
    found = queries.search_regions(tree.id, text, limit=MOST_FOUND) if text else []
    statement = queries.regions_of(tree.id, parent_id=None, day=clock.today(queries.site().zone))
    page = None if text else paging.load(statement, page=paging.requested())
    return render_template("places/staff/regions.html", tree=tree, trees=trees, text=text, page=page, found=found)


@bp.get("/regions/<uuid:uid>")
@guard.allowed(permissions.may_see)
def region(uid: UUID) -> ResponseReturnValue:
    """Show a region: where it lies, what it was, what is below it, and its offices."""
    found = queries.get_region(uid)
    tree = next((one for one in queries.trees() if one.id == found.tree_id), None)
    if tree is None:
        raise Missing
    came, went = queries.successions_of(found.id)
    day = found.valid_until or clock.today(queries.site().zone)
    offices = queries.offices_in(guard.principal(), found)
    return render_template(
        "places/staff/region.html", region=found, tree=tree, path=queries.path_of(found), came=came, went=went,
        others=queries.regions_by_id([one.old_id for one in came] + [one.new_id for one in went]),
        page=paging.load(queries.regions_of(tree.id, parent_id=found.id, day=day), page=paging.requested()),
        offices=paging.load(offices, page=1), office_list=found.code,
        may_change=found.valid_until is None and permissions.may_settle(guard.principal()),
    )  # fmt: skip
