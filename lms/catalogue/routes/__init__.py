"""Doors of the catalogue, by audience."""
