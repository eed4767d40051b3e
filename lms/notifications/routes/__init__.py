"""Doors of messages."""
