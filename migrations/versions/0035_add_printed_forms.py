"""Add the forms of quizzes that were printed for a training."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "printed_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("items", JSON, nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_printed_form_made_by")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_printed_form_quiz_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_printed_form_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_form")),
        sa.UniqueConstraint("uid", name=op.f("uq_printed_form_uid")),
    )
    op.create_index("ix_printed_form_training_quiz", "printed_form", ["training_id", "quiz_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_printed_form_training_quiz", table_name="printed_form")
    op.drop_table("printed_form")
