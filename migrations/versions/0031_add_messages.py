"""Add messages, what was mailed of them, reminders, and what people want mail about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "mail_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "certificate_issued",
                "certificate_replaced",
                "certificate_revoked",
                "correction_answered",
                "name_to_confirm",
                "registration_decided",
                "promoted",
                "session_moved",
                "session_cancelled",
                "training_cancelled",
                "training_soon",
                "evaluation_open",
                "trainer_assigned",
                "essay_marked",
                "role_given",
                "role_expiring",
                "reminder",
                name="notice",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("wants_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_choice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_mail_choice_person_id_kind")),
    )
    op.create_table(
        "reader_zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reader_zone_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_zone")),
        sa.UniqueConstraint("person_id", name=op.f("uq_reader_zone_person_id")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column(
            "group",
            sa.Enum(
                "not_registered",
                "name_unconfirmed",
                "no_evaluation",
                "absent",
                "everyone",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_reminder_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_reminder_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("uid", name=op.f("uq_reminder_uid")),
    )
    op.create_index(op.f("ix_reminder_training_id"), "reminder", ["training_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "certificate_issued",
                "certificate_replaced",
                "certificate_revoked",
                "correction_answered",
                "name_to_confirm",
                "registration_decided",
                "promoted",
                "session_moved",
                "session_cancelled",
                "training_cancelled",
                "training_soon",
                "evaluation_open",
                "trainer_assigned",
                "essay_marked",
                "role_given",
                "role_expiring",
                "reminder",
                name="notice",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.Uuid(), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_message_reminder_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_message_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_message_person_id_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_message_uid")),
    )
    op.create_index(op.f("ix_message_mail_at"), "message", ["mail_at"], unique=False)
    op.create_index("ix_message_person_read", "message", ["person_id", "read_at"], unique=False)
    op.create_index(op.f("ix_message_reminder_id"), "message", ["reminder_id"], unique=False)
    op.create_index("ix_message_training_kind", "message", ["training_id", "kind"], unique=False)
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "begun",
                "sent",
                "failed",
                "uncertain",
                "dropped",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attempt >= 0", name=op.f("ck_posting_attempt")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_posting_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("message_id", "attempt", "step", name=op.f("uq_posting_message_id_attempt_step")),
    )
    op.create_index(op.f("ix_posting_message_id"), "posting", ["message_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_posting_message_id"), table_name="posting")
    op.drop_table("posting")
    op.drop_index("ix_message_training_kind", table_name="message")
    op.drop_index(op.f("ix_message_reminder_id"), table_name="message")
    op.drop_index("ix_message_person_read", table_name="message")
    op.drop_index(op.f("ix_message_mail_at"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_reminder_training_id"), table_name="reminder")
    op.drop_table("reminder")
    op.drop_table("reader_zone")
    op.drop_table("mail_choice")
