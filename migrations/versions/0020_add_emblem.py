"""Add the emblem that may stand beside a design's logo."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("design_version") as batch:
        batch.add_column(sa.Column("emblem_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_design_version_emblem_id"), "stored_file", ["emblem_id"], ["id"])


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("design_version") as batch:
        batch.drop_constraint(op.f("fk_design_version_emblem_id"), type_="foreignkey")
        batch.drop_column("emblem_id")
