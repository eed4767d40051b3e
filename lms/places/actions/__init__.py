"""Writes of places."""

from lms.places.actions.changes import Change, change_region, require_possible
from lms.places.actions.kinds import retire_office_kind, save_office_kind
from lms.places.actions.offices import change_office, close_office, make_office, record_online, record_partnership
from lms.places.actions.regions import (
    WrongRows,
    load_csv,
    load_indonesia,
    load_regions,
    load_successions,
    make_indonesia,
    make_tree,
)
from lms.places.actions.settings import add_phase, change_site, save_programme
from lms.places.regions_csv import RegionRow

__all__ = [
    "Change",
    "RegionRow",
    "WrongRows",
    "add_phase",
    "change_office",
    "change_region",
    "change_site",
    "close_office",
    "load_csv",
    "load_indonesia",
    "load_regions",
    "load_successions",
    "make_indonesia",
    "make_office",
    "make_tree",
    "record_online",
    "record_partnership",
    "require_possible",
    "retire_office_kind",
    "save_office_kind",
    "save_programme",
]
