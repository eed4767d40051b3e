"""Doors of operations."""
