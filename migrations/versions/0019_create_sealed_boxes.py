"""Create the tables of secrets that only a worker's memory can open."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "worker_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_key")),
    )
    op.create_table(
        "sealed_box",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["worker_key.id"], name=op.f("fk_sealed_box_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_box")),
    )
    op.create_index(op.f("ix_sealed_box_key_id"), "sealed_box", ["key_id"], unique=False)
    op.create_index(op.f("ix_sealed_box_subject"), "sealed_box", ["subject"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_sealed_box_subject"), table_name="sealed_box")
    op.drop_index(op.f("ix_sealed_box_key_id"), table_name="sealed_box")
    op.drop_table("sealed_box")
    op.drop_table("worker_key")
