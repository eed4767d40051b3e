"""Writes of places."""

from lms.places.actions.offices import change_office, close_office, make_office, record_online, record_partnership
from lms.places.actions.regions import load_regions, load_successions, make_indonesia, make_tree
from lms.places.actions.settings import add_phase, change_site, save_programme

__all__ = [
    "add_phase",
    "change_office",
    "change_site",
    "close_office",
    "load_regions",
    "load_successions",
    "make_indonesia",
    "make_office",
    "make_tree",
    "record_online",
    "record_partnership",
    "save_programme",
]
