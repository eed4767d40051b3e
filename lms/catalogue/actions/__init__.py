"""Writes of the catalogue."""

from lms.catalogue.actions.importing import import_module, import_zip, put_file
from lms.catalogue.actions.kinds import FILE, PAGE, VIDEO
from lms.catalogue.actions.publishing import changes, publish

__all__ = ["FILE", "PAGE", "VIDEO", "changes", "import_module", "import_zip", "publish", "put_file"]
