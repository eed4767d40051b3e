"""Create the attempts that were given beyond what a quiz allows."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "attempt_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_attempt_grant_quiz_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_attempt_grant_participation_id")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_grant_attempt_id")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_attempt_grant_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_grant")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_attempt_grant_attempt_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_attempt_grant_uid")),
    )
    op.create_index(
        "ix_attempt_grant_participation_quiz", "attempt_grant", ["participation_id", "quiz_id"], unique=False
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("attempt_grant")
