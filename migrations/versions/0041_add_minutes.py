"""Add minutes with decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "minute_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=500), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("open", "done", "dropped", name="outcome", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision <> '' OR (owner = '' AND due IS NULL)", name=op.f("ck_minute_item_decided")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_minute_item_by")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_minute_item_session_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_minute_item_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_minute_item_uid")),
    )
    op.create_index(op.f("ix_minute_item_session_id"), "minute_item", ["session_id"], unique=False)
    op.create_index(op.f("ix_minute_item_training_id"), "minute_item", ["training_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_minute_item_training_id"), table_name="minute_item")
    op.drop_index(op.f("ix_minute_item_session_id"), table_name="minute_item")
    op.drop_table("minute_item")
