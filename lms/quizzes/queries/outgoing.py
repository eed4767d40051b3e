"""Reads for exports: the questions of a drawer, and the bytes of their pictures."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.queries import module_files
from lms.core import files
from lms.core.db import db
from lms.quizzes.models import BankCategory, BankEntry, BankFile
from lms.quizzes.queries.bank import latest_versions, question_text, tags_of
from lms.quizzes.rules.question_file import QuestionText


def category_questions(category: BankCategory) -> list[QuestionText]:
    """Return the newest version of each question of a drawer that is not put away, in three queries."""
    entries = current_entries(category.id)
    ids = [row.id for row in entries]
    latest, tags = latest_versions(ids), tags_of(ids)
    return [question_text(row, latest[row.id], tags.get(row.id, [])) for row in entries if row.id in latest]


def current_entries(category_id: int) -> Sequence[BankEntry]:
    """Return the questions of a drawer that are not put away, in the order in which they came."""
    return db.session.scalars(
        select(BankEntry).where(BankEntry.category_id == category_id, BankEntry.archived_at.is_(None))
        .order_by(BankEntry.id)
    ).all()  # fmt: skip


def picture_bytes(category: BankCategory) -> dict[str, bytes]:
    """Return the pictures that a drawer's questions may name: the module's and its own."""
    own = select(BankFile).where(BankFile.category_id == category.id).options(joinedload(BankFile.file))
    found = {row.name: files.read(row.file) for row in db.session.scalars(own)}
    module = module_files(category.module_id) if category.module_id else ()
    pictures = {row.name: row.file for row in module if row.file.media_type.startswith("image/")}
    return {name: files.read(row) for name, row in pictures.items()} | found
