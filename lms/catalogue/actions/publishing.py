"""Publishing: the draft becomes a release."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.catalogue import queries
from lms.catalogue.models import Lesson, Module, Release, ReleaseFile, ReleaseLesson
from lms.catalogue.rules import Change, Difference, Face, Frozen, differences, get_kind
from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal


@transaction()
def publish(module_uid: UUID, *, note: str = "", by: Principal, now: datetime) -> Release:
    """Freeze the draft of a module as its next release; texts are drawn here, once."""
    module = queries.get_module_within(by, module_uid)
    _lock(module)
    lessons = queries.draft(module.id)
    if not lessons:
        raise Refused(_("A module needs at least one lesson before it can be published."))
    frozen = _freeze(lessons)
    last = queries.find_release(module.id)
    if last and not _changes(module, last, lessons, frozen):
        raise Refused(_("Nothing has changed since release %(n)s.", n=last.number))
    release = _add_release(module, last.number + 1 if last else 1, note=note, by=by, now=now)
    _add_lessons(release, lessons, frozen)
    trail.record("module.published", by=by.id, subject="module", subject_uid=module.uid, number=release.number)
    return release


def changes(module: Module) -> list[Difference]:
    """Return what publishing now would change against the last release; refuse a draft that is not ready."""
    lessons = queries.draft(module.id)
    return _changes(module, queries.find_release(module.id), lessons, _freeze(lessons))


def would_change(module: Module) -> bool:
    """Tell whether publishing now would make a release that differs from the last."""
    last = queries.find_release(module.id)
    lessons = queries.draft(module.id)
    return last is None or bool(_changes(module, last, lessons, _freeze(lessons)))


def _lock(module: Module) -> None:
    db.session.execute(select(Module.id).where(Module.id == module.id).with_for_update())


def _freeze(lessons: Sequence[Lesson]) -> dict[int, Frozen]:
    frozen: dict[int, Frozen] = {}
    for kind in sorted({lesson.kind for lesson in lessons}):
        frozen |= get_kind(kind).freeze([lesson for lesson in lessons if lesson.kind == kind])
    return frozen


def _changes(
    module: Module, last: Release | None, lessons: Sequence[Lesson], frozen: dict[int, Frozen]
) -> list[Difference]:
    new = [
        Face(lesson_id=lesson.id, section=lesson.section.title, title=lesson.title, kind=lesson.kind,
             body=frozen[lesson.id].body, minutes=lesson.minutes, is_required=lesson.is_required,
             facts=frozen[lesson.id].facts)
        for lesson in lessons
    ]  # fmt: skip
    found = differences(queries.release_faces(last.id) if last else [], new)
    if last and (last.title, last.summary, last.minutes) != (module.title, module.summary, module.minutes):
        found.insert(0, Difference(Change.SETTINGS, module.title))
    return found


def _add_release(module: Module, number: int, *, note: str, by: Principal, now: datetime) -> Release:
    release = Release(
        module_id=module.id, number=number, title=module.title, summary=module.summary, minutes=module.minutes,
        note=note, published_by=by.id, published_at=now,
    )  # fmt: skip
    db.session.add(release)
    db.session.flush()
    return release


def _add_lessons(release: Release, lessons: Sequence[Lesson], frozen: dict[int, Frozen]) -> None:
    files: dict[str, int] = {}
    for position, lesson in enumerate(lessons):
        kept = frozen[lesson.id]
        files |= kept.file_ids
        db.session.add(ReleaseLesson(
            release_id=release.id, lesson_id=lesson.id, section_title=lesson.section.title, position=position,
            kind=lesson.kind, slug=lesson.slug, title=lesson.title, minutes=lesson.minutes,
            is_required=lesson.is_required, body=kept.body, html=kept.html, frozen=kept.facts,
        ))  # fmt: skip
    db.session.add_all(ReleaseFile(release_id=release.id, file_id=file, name=name) for name, file in files.items())
    db.session.flush()
