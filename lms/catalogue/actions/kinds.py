"""The lesson kinds that are the catalogue's own: a page of text, a video, a file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select

from lms.catalogue import queries
from lms.catalogue.models import Lesson, LessonFile, PageText
from lms.catalogue.rules import Evidence, Frozen, draw, file_address, media_names
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.principals import Principal


@dataclass(frozen=True)
class Written:
    """A lesson whose content is Markdown, with the files that it names or that were put to it."""

    name: str
    label: Any
    icon: str
    evidence: Evidence
    media: tuple[str, ...] = ()
    open_endpoint: str = ""
    author_endpoint: str = "catalogue_staff.edit_lesson"

    def make(self, lesson: Lesson, *, by: Principal, now: datetime) -> None:
        """Give a new lesson its empty text."""
        db.session.add(PageText(lesson_id=lesson.id, body="", saved_by=by.id, saved_at=now))

    def freeze(self, lessons: Sequence[Lesson]) -> dict[int, Frozen]:
        """Draw the texts; refuse one that is empty or names a file that is not there."""
        if not lessons:
            return {}
        files = {row.name: row for row in queries.module_files(lessons[0].module_id)}
        texts = _texts([lesson.id for lesson in lessons])
        return {lesson.id: self._frozen(lesson, texts.get(lesson.id, ""), files) for lesson in lessons}

    def _frozen(self, lesson: Lesson, body: str, files: dict[str, LessonFile]) -> Frozen:
        own = [row for row in files.values() if row.lesson_id == lesson.id and self._fits(row)] if self.media else []
        self._require_content(lesson, body, own)
        missing = sorted(media_names(body) - files.keys())
        if missing:
            raise Refused(
                _("“%(title)s” names a file that is not there: %(name)s.", title=lesson.title, name=missing[0])
            )
        used = {name: files[name] for name in media_names(body)} | {row.name: row for row in own}
        text = "\n\n".join([*(_embed(row) for row in own if row.name not in media_names(body)), body])
        html = draw(text, {name: file_address(row.file.uid) for name, row in used.items()})
        return Frozen(body=body, html=html, file_ids={name: row.file_id for name, row in used.items()},
                      facts={"files": sorted(row.file.sha256 for row in used.values())} if used else {})  # fmt: skip

    def _require_content(self, lesson: Lesson, body: str, own: list[LessonFile]) -> None:
        if self.media and not own:
            raise Refused(_("“%(title)s” has no file yet.", title=lesson.title))
        if not self.media and not body.strip():
            raise Refused(_("“%(title)s” has no text yet.", title=lesson.title))

    def _fits(self, row: LessonFile) -> bool:
        return row.file.media_type.startswith(self.media)


def _embed(row: LessonFile) -> str:
    label = (row.caption or row.name).replace("[", "(").replace("]", ")")
    shown = row.file.media_type.startswith(("image/", "video/", "audio/"))
    return f"{'!' if shown else ''}[{label}](media/{row.name})"


def _texts(lesson_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(select(PageText.lesson_id, PageText.body).where(PageText.lesson_id.in_(lesson_ids)))
    found: dict[int, str] = defaultdict(str)
    found.update({row.lesson_id: row.body for row in rows})
    return found


PAGE = Written("page", lazy_gettext("Page"), "file-text", Evidence.OPENED)
VIDEO = Written("video", lazy_gettext("Video"), "video", Evidence.WATCHED, media=("video/",))
FILE = Written(
    "file", lazy_gettext("File"), "file", Evidence.OPENED, media=("application/", "image/", "text/", "audio/")
)
