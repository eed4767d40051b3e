"""Staff's doors to offices, regions and settings."""

from lms.places.routes.staff import changes, facts, kinds, offices, regions, settings
from lms.places.routes.staff.door import bp

__all__ = ["bp", "changes", "facts", "kinds", "offices", "regions", "settings"]
