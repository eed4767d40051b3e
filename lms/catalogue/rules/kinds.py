"""What a lesson kind is, and the registries that `wiring.py` fills: lesson kinds, and parts of a module's folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from flask_babel import gettext as _

from lms.catalogue.models import Lesson, Module
from lms.core import registry
from lms.core.errors import Refused
from lms.core.principals import Principal


class Evidence(StrEnum):
    """What completes a lesson of a kind: having been opened, watched, handed in, or passed."""

    OPENED = "opened"
    WATCHED = "watched"
    HANDED_IN = "handed_in"
    PASSED = "passed"


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A lesson as a release keeps it: its source, its HTML, the facts of its kind, the stored files it shows."""

    body: str = ""
    html: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    file_ids: dict[str, int] = field(default_factory=dict)


class LessonKind(Protocol):
    """A kind of lesson: page, video, file, quiz. One line in `wiring.LESSON_KINDS` adds one.

    `open_endpoint` is empty where the lesson player itself shows the frozen HTML; else it is called with
    `uid` (the lesson) and `participation` (the participation's uid). `author_endpoint` is called with `uid`.
    """

    @property
    def name(self) -> str:
        """The word that a lesson's row keeps."""

    @property
    def label(self) -> Any:
        """What people call it."""

    @property
    def icon(self) -> str:
        """The name of its icon."""

    @property
    def evidence(self) -> Evidence:
        """What completes it."""

    @property
    def open_endpoint(self) -> str:
        """The door at which a learner opens it; empty for frozen HTML."""

    @property
    def author_endpoint(self) -> str:
        """The door at which an author edits it."""

    def make(self, lesson: Lesson, *, by: Principal, now: datetime) -> None:
        """Add the kind's own rows for a new lesson."""

    def freeze(self, lessons: Sequence[Lesson]) -> dict[int, Frozen]:
        """Return what a release keeps, by lesson id, in a constant number of queries; refuse what is not ready."""


@dataclass(frozen=True, kw_only=True)
class PartLesson:
    """A lesson that a part of the folder provides; `is_first` tells at which end it stands where nobody places it."""

    slug: str
    title: str
    kind: str
    minutes: int = 0
    is_required: bool = True
    is_first: bool = False


class ModulePart(Protocol):
    """A file of a module's folder that another feature reads and writes, such as questions.toml."""

    @property
    def file_name(self) -> str:
        """The file's name in the folder."""

    def read(self, text: str) -> Any:
        """Check the file's text and return what it says; raise Refused with the reason when it is broken."""

    def lessons(self, content: Any) -> Sequence[PartLesson]:
        """Return the lessons that this file provides."""

    def write(
        self, module: Module, content: Any, lessons: Mapping[str, Lesson], *, by: Principal, now: datetime
    ) -> None:
        """Put what was read into the module's draft and its `lessons` (by slug), in the import's own transaction."""

    def export(self, module: Module) -> str | None:
        """Return the file's text for a module, or None when it has none."""


def kinds() -> Mapping[str, LessonKind]:
    """Return every lesson kind by name."""
    found: Mapping[str, LessonKind] = registry.entries("lesson_kinds")
    return found


def get_kind(name: str) -> LessonKind:
    """Return a lesson kind; refuse a name that nobody registered."""
    found = kinds().get(name)
    if found is None:
        raise Refused(_("There is no kind of lesson called “%(name)s”.", name=name))
    return found


def parts() -> Sequence[ModulePart]:
    """Return the files of a module's folder that other features own."""
    found: Sequence[ModulePart] = registry.entries("module_parts") or ()
    return found
