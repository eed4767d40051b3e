"""Let a batch be of no training: a transcript tells of all trainings of a year."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("issue_batch") as table:
        table.alter_column("training_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """Go back; papers that are of no training go with it."""
    of_transcripts = "(SELECT id FROM certificate WHERE kind = 'transcript')"
    op.execute("UPDATE certificate SET replaced_by_id = NULL WHERE kind = 'transcript'")
    op.execute("DELETE FROM certificate_event WHERE certificate_id IN " + of_transcripts)  # noqa: S608 - our own words
    op.execute("DELETE FROM certificate WHERE kind = 'transcript'")
    op.execute("DELETE FROM issue_batch WHERE training_id IS NULL")
    with op.batch_alter_table("issue_batch") as table:
        table.alter_column("training_id", existing_type=sa.Integer(), nullable=False)
