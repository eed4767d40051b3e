"""Doors of the offline door itself, and of its quarantine."""

from lms.sync.routes import quarantine, receiving
from lms.sync.routes.door import bp

__all__ = ["bp", "quarantine", "receiving"]
