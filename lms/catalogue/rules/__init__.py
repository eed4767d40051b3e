"""Decisions of the catalogue: how text is drawn, what a lesson kind is, what differs between two releases."""

from lms.catalogue.rules.kinds import Evidence, Frozen, LessonKind, ModulePart, PartLesson, get_kind, kinds, parts
from lms.catalogue.rules.markdown import draw, file_address, media_names
from lms.catalogue.rules.releases import Change, Difference, Face, differences

__all__ = [
    "Change", "Difference", "Evidence", "Face", "Frozen", "LessonKind", "ModulePart", "PartLesson",
    "differences", "draw", "file_address", "get_kind", "kinds", "media_names", "parts",
]  # fmt: skip
