"""Doors of questionnaires."""
