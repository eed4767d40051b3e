"""Keep where a venue lies, and how far from it somebody checked in who was far away."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
HELD = ("training", "training_session")


def upgrade() -> None:
    """Go forward."""
    for name in HELD:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("venue_position", sa.String(length=24), nullable=False, server_default=""))
        with op.batch_alter_table(name) as table:
            table.alter_column("venue_position", server_default=None)
    with op.batch_alter_table("check_in_trace") as table:
        table.add_column(sa.Column("away_km", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_check_in_trace_away"), sa.sql.column("away_km") > 0)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("check_in_trace") as table:
        table.drop_constraint(op.f("ck_check_in_trace_away"), type_="check")
        table.drop_column("away_km")
    for name in reversed(HELD):
        with op.batch_alter_table(name) as table:
            table.drop_column("venue_position")
