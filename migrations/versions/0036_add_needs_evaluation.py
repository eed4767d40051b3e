"""Let a training's certificate need filled evaluations."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("training") as table:
        table.add_column(sa.Column("needs_evaluation", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("training") as table:
        table.alter_column("needs_evaluation", server_default=None)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("training") as table:
        table.drop_column("needs_evaluation")
