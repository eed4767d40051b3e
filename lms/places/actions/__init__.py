"""Writes of places."""

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
    "RegionRow",
    "WrongRows",
    "add_phase",
    "change_office",
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
    "save_programme",
]
