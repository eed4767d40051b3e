"""Let a batch be of no training: a transcript tells of all trainings of a year."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("issue_batch") as table:
        table.alter_column("training_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """Go back; papers that are of no training go with it."""
    batches = "(SELECT id FROM issue_batch WHERE training_id IS NULL)"
    papers = f"(SELECT id FROM certificate WHERE batch_id IN {batches})"
    op.execute(f"UPDATE certificate SET replaced_by_id = NULL WHERE replaced_by_id IN {papers}")
    for table in ("correction_request", "certificate_event"):
        op.execute(f"DELETE FROM {table} WHERE certificate_id IN {papers}")
    op.execute(f"DELETE FROM certificate WHERE batch_id IN {batches}")
    op.execute("DELETE FROM issue_batch WHERE training_id IS NULL")
    with op.batch_alter_table("issue_batch") as table:
        table.alter_column("training_id", existing_type=sa.Integer(), nullable=False)
