"""Name mentors, and tell them, people of a reopened training and those who have not answered its questions."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
NOTICES = (
    "certificate_issued", "certificate_replaced", "certificate_revoked", "correction_answered", "name_to_confirm",
    "registration_decided", "promoted", "session_moved", "session_cancelled", "training_cancelled", "training_soon",
    "evaluation_open", "trainer_assigned", "essay_marked", "role_given", "role_expiring", "reminder",
)  # fmt: skip
GROUPS = ("not_registered", "name_unconfirmed", "no_evaluation", "absent", "everyone")
NEW_NOTICES = ("mentor_asked", "training_reopened", "questions_open")
NEW_GROUPS = ("no_answers", "mentor_silent")
MESSAGE = sa.table("message", sa.column("id"), sa.column("kind"), sa.column("reminder_id"))
POSTING = sa.table("posting", sa.column("message_id"))
CHOICE = sa.table("mail_choice", sa.column("kind"))
REMINDER = sa.table("reminder", sa.column("id"), sa.column("group"))


def upgrade() -> None:
    """Go forward."""
    _allow("message", "notice", "kind", NOTICES + NEW_NOTICES)
    _allow("mail_choice", "notice", "kind", NOTICES + NEW_NOTICES)
    _allow("reminder", "group", "group", GROUPS + NEW_GROUPS)
    with op.batch_alter_table("registration_answer") as table:
        table.add_column(sa.Column("put_off", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("registration_answer") as table:
        table.alter_column("put_off", server_default=None)
    op.create_table(
        "mentor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["named_by"], ["principal.id"], name=op.f("fk_mentor_named_by")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_mentor_participation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_mentor_participation_id")),
    )
    op.create_index(op.f("ix_mentor_person_id"), "mentor", ["person_id"])


def downgrade() -> None:
    """Go back; what was told of the new kinds goes with them."""
    op.drop_table("mentor")
    with op.batch_alter_table("registration_answer") as table:
        table.drop_column("put_off")
    sent = sa.select(REMINDER.c.id).where(REMINDER.c.group.in_(NEW_GROUPS))
    told = sa.or_(MESSAGE.c.kind.in_(NEW_NOTICES), MESSAGE.c.reminder_id.in_(sent))
    op.execute(POSTING.delete().where(POSTING.c.message_id.in_(sa.select(MESSAGE.c.id).where(told))))
    op.execute(MESSAGE.delete().where(told))
    op.execute(CHOICE.delete().where(CHOICE.c.kind.in_(NEW_NOTICES)))
    op.execute(REMINDER.delete().where(REMINDER.c.group.in_(NEW_GROUPS)))
    _allow("message", "notice", "kind", NOTICES)
    _allow("mail_choice", "notice", "kind", NOTICES)
    _allow("reminder", "group", "group", GROUPS)


def _allow(table: str, name: str, column: str, values: tuple[str, ...]) -> None:
    kept = sa.sql.column(column)
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), kept.in_(values))
