"""A module as the files of a folder: what import reads back."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import tomli_w
from sqlalchemy import select

from lms.catalogue.models import Lesson, LessonFile, Module, ModuleKind, Objective, PageText
from lms.catalogue.queries.drafts import draft, module_files
from lms.catalogue.rules import parts
from lms.catalogue.rules.archive import Files
from lms.core import files
from lms.core.db import db


def module_folder(module: Module) -> Files:
    """Return the draft of a module as files by path: module.toml, lessons, media/, and other features' parts."""
    lessons, stored = draft(module.id), module_files(module.id)
    texts = _texts(lessons)
    found = {"module.toml": tomli_w.dumps(_manifest(module, lessons, stored), multiline_strings=True).encode()}
    for lesson in lessons:
        if lesson.id in texts:
            found[f"{lesson.slug}.md"] = _page(lesson, texts[lesson.id], stored).encode()
    for row in stored:
        found[f"media/{row.name}"] = files.read(row.file)
    for part in parts():
        if (text := part.export(module)) is not None:
            found[part.file_name] = text.encode()
    return found


def _texts(lessons: Sequence[Lesson]) -> dict[int, str]:
    rows = db.session.execute(
        select(PageText.lesson_id, PageText.body).where(PageText.lesson_id.in_([one.id for one in lessons]))
    )
    return {row.lesson_id: row.body for row in rows}


def _manifest(module: Module, lessons: Sequence[Lesson], stored: Sequence[LessonFile]) -> dict[str, Any]:
    objectives = db.session.scalars(
        select(Objective).where(Objective.module_id == module.id).order_by(Objective.position, Objective.id)
    )
    said: dict[str, Any] = {
        "slug": module.slug, "title": module.title, "language": module.language, "summary": module.summary,
        "minutes": module.minutes, "licence": module.licence,
    }  # fmt: skip
    if module.kind != ModuleKind.TEACHING:
        said["kind"] = module.kind.value
    if not module.is_public:
        said["public"] = False
    said["objectives"] = [{"key": one.key, "text": one.text} for one in objectives]
    said["sections"] = [
        {"title": group[0].section.title, "lessons": [one.slug for one in group]}
        for group in (list(rows) for _id, rows in groupby(lessons, key=lambda one: one.section_id))
    ]
    captions = [{"name": row.name, "caption": row.caption} for row in stored if row.caption]
    return said | ({"media": captions} if captions else {})


def _page(lesson: Lesson, body: str, stored: Sequence[LessonFile]) -> str:
    head: dict[str, Any] = {"title": lesson.title, "minutes": lesson.minutes}
    if lesson.kind != "page":
        head["kind"] = lesson.kind
    if not lesson.is_required:
        head["required"] = False
    if lesson.objectives:
        head["objectives"] = lesson.objectives
    if own := [row.name for row in stored if row.lesson_id == lesson.id]:
        head["files"] = own
    return f"+++\n{tomli_w.dumps(head)}+++\n\n{body}\n"
