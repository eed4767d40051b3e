"""Authoring: modules, lessons, files, releases."""

from lms.catalogue.routes.staff import lessons, modules
from lms.catalogue.routes.staff.door import bp

__all__ = ["bp", "lessons", "modules"]
