"""Reads of the bank's pictures."""

from uuid import UUID

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import joinedload

from lms.catalogue.queries import file_addresses
from lms.core.db import db
from lms.core.errors import Missing
from lms.core.principals import Principal
from lms.quizzes import permissions
from lms.quizzes.models import Attempt, AttemptItem, BankCategory, BankFile, QuestionVersion
from lms.quizzes.queries.attempts.whose import is_own
from lms.quizzes.queries.bank import categories_within
from lms.trainings.models import Participation, Training
from lms.trainings.permissions import sees


def picture_addresses(category: BankCategory) -> dict[str, str]:
    """Return the address of each file that a drawer's questions may name: the module's and the drawer's own."""
    module = file_addresses(category.module_id) if category.module_id else {}
    return module | {row.name: picture_address(row) for row in pictures_of(category.id)}


def picture_address(row: BankFile) -> str:
    """Return where a picture is served."""
    return f"/files/questions/{row.uid}"


def pictures_of(category_id: int) -> list[BankFile]:
    """Return the pictures of a drawer by name."""
    rows = select(BankFile).where(BankFile.category_id == category_id).order_by(BankFile.name)
    return list(db.session.scalars(rows))


def get_picture(principal: Principal, uid: UUID) -> BankFile:
    """Return a picture for who reads the bank, was asked a question that shows it, or sees who was; else Missing."""
    found = db.session.scalar(select(BankFile).where(BankFile.uid == uid).options(joinedload(BankFile.file)))
    if found is None:
        raise Missing
    if permissions.may_see_drafts(principal) and any(
        one.id == found.category_id for one in categories_within(principal)
    ):
        return found
    if not _was_shown(principal, str(uid)):
        raise Missing
    return found


def _was_shown(principal: Principal, name: str) -> bool:
    """Tell whether a version that somebody, or people of a training in sight, were asked shows a picture.

    Its question may lie in another drawer now.
    """
    said = (cast(QuestionVersion.options, String), cast(QuestionVersion.settings, String))
    asked = (QuestionVersion.html, QuestionVersion.feedback_html, *said)
    return db.session.scalar(
        select(AttemptItem.id).join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Participation, Participation.id == Attempt.participation_id)
        .join(Training, Training.id == Participation.training_id)
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.version_id)
        .where(or_(is_own(principal), sees(principal), permissions.marks(principal)))
        .where(or_(*(one.contains(name) for one in asked)))
        .limit(1)
    ) is not None  # fmt: skip
