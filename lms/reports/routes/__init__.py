"""Doors of reports."""
