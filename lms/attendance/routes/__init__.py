"""Doors of attendance."""
