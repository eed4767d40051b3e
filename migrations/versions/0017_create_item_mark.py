"""Create the marks that people give, and what was graded again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "item_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("mark", "moderation", name="markkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("fraction", sa.Double(), nullable=False),
        sa.Column("levels", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("marker", sa.Text(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("fraction BETWEEN 0 AND 1", name=op.f("ck_item_mark_fraction")),
        sa.ForeignKeyConstraint(["item_id"], ["attempt_item.id"], name=op.f("fk_item_mark_item_id")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_item_mark_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_mark")),
        sa.UniqueConstraint("uid", name=op.f("uq_item_mark_uid")),
    )
    op.create_index(op.f("ix_item_mark_item_id"), "item_mark", ["item_id"], unique=False)
    op.create_table(
        "item_regrade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Double(), nullable=True),
        sa.Column("after", sa.Double(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["attempt_item.id"], name=op.f("fk_item_regrade_item_id")),
        sa.ForeignKeyConstraint(
            ["from_version_id"], ["question_version.id"], name=op.f("fk_item_regrade_from_version_id")
        ),
        sa.ForeignKeyConstraint(["to_version_id"], ["question_version.id"], name=op.f("fk_item_regrade_to_version_id")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_item_regrade_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_regrade")),
        sa.UniqueConstraint("uid", name=op.f("uq_item_regrade_uid")),
    )
    op.create_index(op.f("ix_item_regrade_item_id"), "item_regrade", ["item_id"], unique=False)
    with op.batch_alter_table("quiz") as batch:
        batch.add_column(sa.Column("needs_second_marker", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("quiz") as batch:
        batch.alter_column("needs_second_marker", server_default=None)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("quiz") as batch:
        batch.drop_column("needs_second_marker")
    op.drop_table("item_regrade")
    op.drop_table("item_mark")
