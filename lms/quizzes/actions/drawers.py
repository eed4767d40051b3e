"""Drawers of the bank: made, given to an office or a region, copied; and questions that are copied."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.names import folded
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.bank import add_version, write_tags
from lms.quizzes.actions.pictures import keep_picture
from lms.quizzes.formats import markup
from lms.quizzes.models import BankCategory, BankEntry, QuestionState
from lms.quizzes.rules.question_file import QuestionText

BRACKETS = str.maketrans("[]", "()")


@transaction()
def make_category(
    *, name: str, by: Principal, now: datetime, office_id: int | None = None, region_id: int | None = None
) -> BankCategory:
    """Add a drawer of the bank that belongs to no module."""
    category = BankCategory(name=name, sort_name=folded(name), office_id=office_id, region_id=region_id, created_at=now)
    db.session.add(category)
    _require_seen(category, by)
    trail.record("bank.category_made", by=by.id, subject="bank_category", subject_uid=category.uid)
    return category


@transaction()
def change_category(
    category_uid: UUID, *, name: str, by: Principal, office_id: int | None = None, region_id: int | None = None
) -> BankCategory:
    """Rename a drawer that belongs to no module, and say whose it is: of everybody, an office, or a region."""
    category = queries.get_category_within(by, category_uid)
    if category.module_id:
        raise Refused(_("This category belongs to a module, which gives it its name and its readers."))
    category.name, category.sort_name = name, folded(name)
    category.office_id, category.region_id = office_id, region_id
    _require_seen(category, by)
    trail.record("bank.category_changed", by=by.id, subject="bank_category", subject_uid=category.uid,
                 office=office_id, region=region_id)  # fmt: skip
    return category


@transaction()
def copy_category(category_uid: UUID, *, by: Principal, now: datetime) -> BankCategory:
    """Copy a drawer with the newest version of its questions, their tags and pictures, into one of no module."""
    source = queries.get_category_within(by, category_uid)
    name = _copied(source.name)
    target = BankCategory(name=name, sort_name=folded(name), parent_id=None if source.module_id else source.parent_id,
                          office_id=source.office_id, region_id=source.region_id, created_at=now)  # fmt: skip
    db.session.add(target)
    db.session.flush()
    pictures = queries.picture_bytes(source)
    entries = queries.current_entries(source.id)
    latest = queries.latest_versions([entry.id for entry in entries])
    tags = queries.tags_of([entry.id for entry in entries])
    for entry in entries:
        said = queries.question_text(entry, latest[entry.id], tags.get(entry.id, []))
        put_entry(target, said, entry.key, pictures, state=latest[entry.id].state, by=by, now=now)
    trail.record("bank.category_copied", by=by.id, subject="bank_category", subject_uid=target.uid,
                 number=len(entries))  # fmt: skip
    return target


@transaction()
def copy_question(entry_uid: UUID, *, by: Principal, now: datetime) -> BankEntry:
    """Copy the newest version of a question as a draft of its own, which nothing asks yet."""
    entry = queries.get_entry_within(by, entry_uid)
    said = queries.question_text(entry, queries.latest_versions([entry.id])[entry.id],
                                 queries.tags_of([entry.id]).get(entry.id, []))  # fmt: skip
    made = put_entry(entry.category, said, free_key(entry.category_id), {}, state=QuestionState.DRAFT, by=by, now=now)
    trail.record("question.copied", by=by.id, subject="bank_entry", subject_uid=made.uid, source=str(entry.uid))
    return made


def put_entry(
    drawer: BankCategory, said: QuestionText, key: str, pictures: Mapping[str, bytes], *, state: QuestionState,
    by: Principal, now: datetime,
) -> BankEntry:  # fmt: skip
    """Put what is said into a drawer as a question of its own, with its pictures. Inside a transaction."""
    entry = BankEntry(category_id=drawer.id, key=key, created_at=now)
    db.session.add(entry)
    db.session.flush()
    carried = with_pictures(drawer, said, pictures)
    add_version(entry, carried, None, by=by, now=now, media=queries.picture_addresses(drawer), state=state)
    write_tags(entry, said.tags)
    return entry


@transaction()
def take_pictures(
    category_uid: UUID, said: QuestionText, sent: Sequence[tuple[str, bytes]], *, words: Sequence[str], by: Principal
) -> QuestionText:
    """Keep pictures that were sent with a question; those that it does not name go below its text, with their words."""
    drawer = require_category(by, category_uid)
    named = markup.names_in(said)
    said = with_pictures(drawer, said, {name: data for name, data in sent if name in named})
    loose = [(name, data) for name, data in sent if name not in named]
    if len(loose) > len(words):
        problem = _("Say of each picture what it shows, for those who do not see it.")
        raise Refused(problem, fields={"shown": problem})
    rows = [keep_picture(drawer, name, data) for name, data in loose]
    shown = [f"![{word.translate(BRACKETS)}](media/{row.name})" for word, row in zip(words, rows, strict=False)]
    return replace(said, text="\n\n".join([said.text, *shown]))


def with_pictures(drawer: BankCategory, said: QuestionText, pictures: Mapping[str, bytes]) -> QuestionText:
    """Keep the pictures that a question names in a drawer; return it naming them as the drawer does."""
    wanted = markup.names_in(said)
    names = {name: keep_picture(drawer, name, pictures[name]).name for name in wanted if name in pictures}
    return markup.question_renamed(said, names)


def free_key(category_id: int) -> str:
    """Return the next name q001, q002 … that no question of a drawer has."""
    taken = set(db.session.scalars(select(BankEntry.key).where(BankEntry.category_id == category_id)))
    start = len(taken) + 1
    return next(f"q{n:03}" for n in range(start, start + 100_000) if f"q{n:03}" not in taken)


def require_category(by: Principal, uid: UUID | None) -> BankCategory:
    """Return a drawer that somebody chose and sees; else refuse beside the field."""
    category = next((one for one in queries.categories_within(by) if one.uid == uid), None)
    if category is None:
        raise Refused(_("Please choose a category."), fields={"category": _("Please choose a category.")})
    return category


def _require_seen(category: BankCategory, by: Principal) -> None:
    db.session.flush()
    if category.id not in {one.id for one in queries.categories_within(by)}:
        words = _("You would not see this category yourself any more.")
        raise Refused(words, fields={"reach": words})


def _copied(name: str) -> str:
    return str(_("%(name)s (copy)", name=name[:180]))
