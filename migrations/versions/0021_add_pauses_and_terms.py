"""Add pauses of batches, and how long the certificates of a series are valid."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Go forward."""
    op.add_column("issue_batch", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("series") as table:
        table.add_column(sa.Column("valid_months", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_series_valid_months"), "valid_months IS NULL OR valid_months > 0")


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("series") as table:
        table.drop_constraint(op.f("ck_series_valid_months"), type_="check")
        table.drop_column("valid_months")
    with op.batch_alter_table("issue_batch") as table:
        table.drop_column("paused_at")
