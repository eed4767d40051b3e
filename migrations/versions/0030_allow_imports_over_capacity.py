"""Let an import say that it may pass the capacity of its training."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("import_draft") as table:
        table.add_column(sa.Column("allows_over", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("import_draft") as table:
        table.drop_column("allows_over")
