"""Tell whoever started a batch of papers that some could not be made."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
NOTICES = (
    "certificate_issued", "certificate_replaced", "certificate_revoked", "correction_answered", "name_to_confirm",
    "registration_decided", "promoted", "session_moved", "session_cancelled", "training_cancelled", "training_soon",
    "evaluation_open", "trainer_assigned", "essay_marked", "role_given", "role_expiring", "reminder", "mentor_asked",
    "training_reopened", "questions_open", "sign_in_changed", "papers_wait",
)  # fmt: skip
NEW_NOTICES = ("papers_failed",)
MESSAGE = sa.table("message", sa.column("id"), sa.column("kind"))
POSTING = sa.table("posting", sa.column("message_id"))
CHOICE = sa.table("mail_choice", sa.column("kind"))


def upgrade() -> None:
    """Go forward."""
    for table in ("message", "mail_choice"):
        _allow(table, NOTICES + NEW_NOTICES)


def downgrade() -> None:
    """Go back; what was told of the new kind goes with it."""
    told = MESSAGE.c.kind.in_(NEW_NOTICES)
    op.execute(POSTING.delete().where(POSTING.c.message_id.in_(sa.select(MESSAGE.c.id).where(told))))
    op.execute(MESSAGE.delete().where(told))
    op.execute(CHOICE.delete().where(CHOICE.c.kind.in_(NEW_NOTICES)))
    _allow("message", NOTICES)
    _allow("mail_choice", NOTICES)


def _allow(table: str, values: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_notice"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_notice"), sa.sql.column("kind").in_(values))
