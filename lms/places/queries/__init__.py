"""Reads of places."""

from lms.places.queries.offices import (
    find_office_by_name,
    get_office,
    get_office_by_id,
    get_office_within,
    may_reach_office,
    offices_within,
)
from lms.places.queries.programmes import get_programme, office_kinds, phases, programmes
from lms.places.queries.regions import (
    children,
    find_region,
    find_region_by_code,
    find_tree,
    get_region,
    get_tree,
    holds_on,
    main_tree,
    path_of,
    path_on,
    paths_of,
    provinces_on,
    search_regions,
    trees,
)
from lms.places.queries.sites import find_site, site

__all__ = [
    "children",
    "find_office_by_name",
    "find_region",
    "find_region_by_code",
    "find_site",
    "find_tree",
    "get_office",
    "get_office_by_id",
    "get_office_within",
    "get_programme",
    "get_region",
    "get_tree",
    "holds_on",
    "main_tree",
    "may_reach_office",
    "office_kinds",
    "offices_within",
    "path_of",
    "path_on",
    "paths_of",
    "phases",
    "programmes",
    "provinces_on",
    "search_regions",
    "site",
    "trees",
]
