"""Writes of places."""

from lms.places.actions.regions import load_regions, load_successions, make_indonesia, make_tree

__all__ = ["load_regions", "load_successions", "make_indonesia", "make_tree"]
