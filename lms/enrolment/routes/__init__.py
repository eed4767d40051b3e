"""Doors of enrolment."""
