"""Reads of the catalogue."""

from lms.catalogue.queries.drafts import (
    draft,
    file_addresses,
    get_lesson_within,
    get_module_within,
    get_section_within,
    module_files,
    module_rows,
    modules_within,
    next_position,
)  # fmt: skip
from lms.catalogue.queries.exporting import module_folder
from lms.catalogue.queries.releases import (
    find_file,
    find_release,
    get_release,
    get_release_lesson,
    may_read_file,
    public_modules,
    release_faces,
    release_lessons,
    releases_of,
)  # fmt: skip

__all__ = [
    "draft", "file_addresses", "find_file", "find_release", "get_lesson_within", "get_module_within",
    "get_release", "get_release_lesson", "get_section_within", "may_read_file", "module_files", "module_folder",
    "module_rows", "modules_within", "next_position", "public_modules", "release_faces", "release_lessons",
    "releases_of",
]  # fmt: skip
