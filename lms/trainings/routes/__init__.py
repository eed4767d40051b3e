"""Doors of trainings."""
