"""Changing several questions of the bank together."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from lms.core import trail
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.principals import Principal
from lms.quizzes import queries
from lms.quizzes.actions.bank import add_version, write_tags
from lms.quizzes.actions.drawers import free_key, with_pictures
from lms.quizzes.models import BankCategory, BankEntry
from lms.quizzes.queries import BulkRow
from lms.quizzes.rules.bulk import Wanted


@transaction()
def change_together(uids: Sequence[UUID], wanted: Wanted, *, by: Principal, now: datetime) -> int:
    """Change those of several questions that may be changed so; return how many. Another state is another version.

    Refused where a quiz could not draw as many questions any more as it draws.
    """
    rows = [row for row in queries.bulk_preview(by, uids, wanted) if row.is_changed]
    sources = {row.entry.category_id for row in rows}
    short = {slot.id for slot, _there in queries.short_draws(list(sources))}
    for row in rows:
        _change(row, by=by, now=now)
    db.session.flush()
    for slot, there in queries.short_draws(list(sources)):
        if slot.id not in short:
            raise Refused(_("A quiz draws %(n)s questions from “%(name)s”; only %(there)s would be left.",
                            n=slot.draws, name=slot.category.name if slot.category else "", there=there))  # fmt: skip
    return len(rows)


def _change(row: BulkRow, *, by: Principal, now: datetime) -> None:
    entry, now_there, then = row.entry, row.now, row.then
    said = queries.question_text(entry, row.version, list(then.tags))
    if then.category_id != now_there.category_id:
        source, target = entry.category, db.session.get_one(BankCategory, then.category_id)
        said = with_pictures(target, said, queries.picture_bytes(source))
        entry.key = _key(entry, target)
        entry.category = target
        db.session.flush()
    media = queries.picture_addresses(entry.category)
    add_version(entry, said, row.version, by=by, now=now, media=media, state=then.state)
    write_tags(entry, then.tags)
    if then.is_archived != now_there.is_archived:
        entry.archived_at = now if then.is_archived else None
    trail.record("question.changed_together", by=by.id, subject="bank_entry", subject_uid=entry.uid,
                 state=then.state.value, archived=then.is_archived, category=then.category_id)  # fmt: skip


def _key(entry: BankEntry, target: BankCategory) -> str:
    is_taken = db.session.scalar(
        select(BankEntry.id).where(BankEntry.category_id == target.id, BankEntry.key == entry.key)
    )
    return free_key(target.id) if is_taken else entry.key
