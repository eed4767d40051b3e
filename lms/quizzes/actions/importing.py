"""Bringing questions of other systems into the bank: all of a file, or nothing of it."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.bank import add_version, is_same, write_tags
from lms.quizzes.actions.drawers import with_pictures
from lms.quizzes.formats import Found, Reading
from lms.quizzes.models import BankCategory, BankEntry, QuestionState, QuestionVersion
from lms.quizzes.rules.question_file import QuestionText

OTHERWISE = "Impor"


@transaction()
def import_questions(
    reading: Reading, *, by: Principal, now: datetime, category: str = "", state: QuestionState = QuestionState.READY
) -> int:
    """Put the questions of a file into the bank and return how many there are; the same file again adds nothing.

    They go into the category of this name, else into those that the file names; a new one belongs to no module.
    """
    shelves: dict[tuple[str, ...], _Shelf] = {}
    for found in reading.questions:
        path = (category,) if category else found.category or (OTHERWISE,)
        shelf = shelves.get(path)
        if shelf is None:
            shelf = shelves[path] = _Shelf(_drawer(path, by=by, now=now))
        shelf.put(found, by=by, now=now, state=state)
    db.session.flush()
    for path, shelf in shelves.items():
        trail.record("questions.imported", by=by.id, subject="bank_category", subject_uid=shelf.drawer.uid,
                     format=reading.format, number=shelf.count, name=path[-1][:60])  # fmt: skip
    return len(reading.questions)


class _Shelf:
    """A drawer while questions are put into it."""

    def __init__(self, drawer: BankCategory) -> None:
        self.drawer, self.count = drawer, 0
        rows = db.session.scalars(select(BankEntry).where(BankEntry.category_id == drawer.id)).all()
        self.entries = {row.key: row for row in rows}
        self.latest: dict[int, QuestionVersion] = dict(queries.latest_versions([row.id for row in rows]))
        self.media = queries.picture_addresses(drawer)

    def put(self, found: Found, *, by: Principal, now: datetime, state: QuestionState) -> None:
        """Keep a question: as it is where it is there already, else under a name that is free."""
        said = self._pictured(found)
        entry = self._same(said)
        if entry is None:
            entry = BankEntry(category_id=self.drawer.id, key=self._free(said.key), created_at=now)
            db.session.add(entry)
            db.session.flush()
            self.entries[entry.key] = entry
            self.latest[entry.id] = add_version(entry, said, None, by=by, now=now, media=self.media, state=state)
            write_tags(entry, said.tags)
        entry.archived_at = None
        self.count += 1

    def _pictured(self, found: Found) -> QuestionText:
        """Return a question whose texts name its pictures as the drawer does."""
        said = with_pictures(self.drawer, found.question, found.files)
        if found.files:
            self.media = queries.picture_addresses(self.drawer)
        return said

    def _same(self, said: QuestionText) -> BankEntry | None:
        for key, entry in self.entries.items():
            is_named = not said.key or key == said.key or key.rpartition("-")[0] == said.key[:56]
            if is_named and entry.id in self.latest and is_same(self.latest[entry.id], said):
                return entry
        return None

    def _free(self, key: str) -> str:
        if not key:
            start = len(self.entries) + 1
            return next(f"q{n:03}" for n in range(start, start + 100_000) if f"q{n:03}" not in self.entries)
        if key not in self.entries:
            return key
        names = (f"{key[:56]}-{n}" for n in range(2, 10_000))
        return next(name for name in names if name not in self.entries)


def _drawer(path: tuple[str, ...], *, by: Principal, now: datetime) -> BankCategory:
    """Return the drawer at the end of a path of names, made where there is none."""
    seen = [one for one in queries.categories_within(by) if one.module_id is None or len(path) == 1]
    parent: BankCategory | None = None
    for name in (one[:200] for one in path):
        parent_id = parent.id if parent else None
        found = next((one for one in seen if one.name == name and (one.parent_id == parent_id or len(path) == 1)), None)
        if found is None:
            found = BankCategory(name=name, sort_name=folded(name)[:200], parent_id=parent_id, created_at=now)
            db.session.add(found)
            db.session.flush()
            seen.append(found)
        parent = found
    if parent is None:
        raise Refused(_("Please choose a category."))
    return parent
