"""The real regions of Indonesia, with the splits since 2019."""

from datetime import date

from sqlalchemy import func, select

from lms.core.db import db
from lms.demo.actions.ground import Ground
from lms.demo.rules.words import REGIONS
from lms.places import actions as places
from lms.places import queries
from lms.places.models import Region
from lms.places.regions_csv import COUNTS, read_indonesia

PROVINCES = 34
LAST_DAY = date(2019, 10, 31)


def load_regions(ground: Ground) -> None:
    """Load the regions, unless they stand already, and see that 2019 has its provinces."""
    tree = queries.find_tree("id") or places.make_indonesia(by=ground.by)
    count = db.session.scalar(select(func.count(Region.id)).where(Region.tree_id == tree.id)) or 0
    if count < sum(COUNTS.values()):
        places.load_regions(tree, read_indonesia(REGIONS))
    places.load_successions(tree.id)
    found = len(queries.provinces_on(tree.id, LAST_DAY))
    if found != PROVINCES:
        raise LookupError(f"2019 had {PROVINCES} provinces, the regions have {found}")
    ground.tree_id = tree.id
