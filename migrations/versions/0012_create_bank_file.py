"""Create the pictures of the question bank."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "bank_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["bank_category.id"], name=op.f("fk_bank_file_category_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_bank_file_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file")),
        sa.UniqueConstraint("category_id", "name", name=op.f("uq_bank_file_category_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_bank_file_uid")),
    )
    op.create_index(op.f("ix_bank_file_category_id"), "bank_file", ["category_id"], unique=False)
    op.create_index(op.f("ix_bank_file_file_id"), "bank_file", ["file_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("bank_file")
