"""What a change of several questions would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from lms.core.db import db
from lms.core.principals import Principal
from lms.quizzes.models import BankCategory, BankEntry, QuestionVersion, Slot
from lms.quizzes.permissions import sees_category
from lms.quizzes.queries.attempts import drawable
from lms.quizzes.queries.bank import latest_versions, tags_of
from lms.quizzes.rules.bulk import Standing, Wanted, after, refusal

MOST_TOGETHER = 500


@dataclass(frozen=True)
class BulkRow:
    """A question with where it stands and will stand; `refusal` says why it stays as it is."""

    entry: BankEntry
    version: QuestionVersion
    now: Standing
    then: Standing
    refusal: str

    @property
    def is_changed(self) -> bool:
        """Whether anything about it changes."""
        return not self.refusal and self.now != self.then


def bulk_preview(principal: Principal, uids: Sequence[UUID], wanted: Wanted) -> list[BulkRow]:
    """Return what becomes of the questions of these addresses that a principal sees, in the bank's order. 3 queries."""
    entries = db.session.scalars(
        select(BankEntry).join(BankEntry.category)
        .where(BankEntry.uid.in_(uids[:MOST_TOGETHER]), sees_category(principal))
        .options(contains_eager(BankEntry.category).joinedload(BankCategory.module))
        .order_by(BankCategory.sort_name, BankCategory.id, BankEntry.key, BankEntry.id)
    ).all()  # fmt: skip
    ids = [entry.id for entry in entries]
    latest, tags = latest_versions(ids), tags_of(ids)
    return [_row(one, latest[one.id], tags.get(one.id, []), wanted) for one in entries if one.id in latest]


def short_draws(category_ids: Sequence[int]) -> list[tuple[Slot, int]]:
    """Return the draws from categories that find fewer questions than they draw, each with how many it finds."""
    slots = db.session.scalars(
        select(Slot).where(Slot.category_id.in_(category_ids)).options(joinedload(Slot.category)).order_by(Slot.id)
    )
    found = [(slot, len(drawable(slot.category_id, slot.tags))) for slot in slots.all()]
    return [(slot, there) for slot, there in found if there < slot.draws]


def _row(entry: BankEntry, version: QuestionVersion, tags: list[str], wanted: Wanted) -> BulkRow:
    now = Standing(
        category_id=entry.category_id, module=entry.category.module.title if entry.category.module else "",
        tags=tuple(tags), state=version.state, is_archived=entry.archived_at is not None,
    )  # fmt: skip
    return BulkRow(entry, version, now, after(now, wanted), refusal(now, wanted))
