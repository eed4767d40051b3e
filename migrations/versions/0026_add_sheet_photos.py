"""Add photos of signed sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "sheet_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column(
            "group",
            sa.Enum(
                "everyone",
                "participants",
                "trainers",
                "organisers",
                name="group",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("source_sha", sa.String(length=64), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("session_id IS NULL OR day IS NULL", name=op.f("ck_sheet_photo_place")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_sheet_photo_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_sheet_photo_file_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_sheet_photo_session_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_sheet_photo_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_photo")),
        sa.UniqueConstraint(
            "training_id", "source_sha", "part", name=op.f("uq_sheet_photo_training_id_source_sha_part")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_sheet_photo_uid")),
    )
    op.create_index(op.f("ix_sheet_photo_session_id"), "sheet_photo", ["session_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_sheet_photo_session_id"), table_name="sheet_photo")
    op.drop_table("sheet_photo")
