"""Let a kind of office be retired."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("office_kind") as table:
        table.add_column(sa.Column("retired_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("office_kind") as table:
        table.drop_column("retired_on")
