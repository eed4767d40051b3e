"""Add the lines of a training's budget."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "cost_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("budget_line", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("realised", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("planned >= 0 AND (realised IS NULL OR realised >= 0)", name=op.f("ck_cost_line_amounts")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_cost_line_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_cost_line_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_line")),
        sa.UniqueConstraint("uid", name=op.f("uq_cost_line_uid")),
    )
    op.create_index(op.f("ix_cost_line_training_id"), "cost_line", ["training_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_cost_line_training_id"), table_name="cost_line")
    op.drop_table("cost_line")
