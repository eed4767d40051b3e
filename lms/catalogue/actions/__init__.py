"""Writes of the catalogue."""

from lms.catalogue.actions.kinds import FILE, PAGE, VIDEO
from lms.catalogue.actions.publishing import changes, publish

__all__ = ["FILE", "PAGE", "VIDEO", "changes", "publish"]
