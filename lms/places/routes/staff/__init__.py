"""Staff's doors to offices, regions and settings."""

from lms.places.routes.staff import facts, offices, regions, settings
from lms.places.routes.staff.door import bp

__all__ = ["bp", "facts", "offices", "regions", "settings"]
