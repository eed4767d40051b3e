"""Writes of the catalogue."""

from lms.catalogue.actions.authoring import (
    add_file,
    add_lesson,
    add_section,
    archive_lesson,
    archive_module,
    archive_section,
    change_module,
    make_module,
    move_lesson,
    move_section,
    remove_file,
    rename_section,
    save_lesson,
)  # fmt: skip
from lms.catalogue.actions.importing import import_module, import_zip, put_file
from lms.catalogue.actions.kinds import FILE, PAGE, VIDEO
from lms.catalogue.actions.publishing import changes, publish, would_change

__all__ = [
    "FILE", "PAGE", "VIDEO", "add_file", "add_lesson", "add_section", "archive_lesson", "archive_module",
    "archive_section", "change_module", "changes", "import_module", "import_zip", "make_module", "move_lesson",
    "move_section", "publish", "put_file", "remove_file", "rename_section", "save_lesson", "would_change",
]  # fmt: skip
