"""Add photos and materials of trainings, who is seen, and files that come in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_upload_size")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_upload_principal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("uid", name=op.f("uq_upload_uid")),
    )
    op.create_index(op.f("ix_upload_at"), "upload", ["at"], unique=False)
    op.create_index(op.f("ix_upload_principal_id"), "upload", ["principal_id"], unique=False)
    op.create_table(
        "upload_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_part")),
        sa.UniqueConstraint("upload_id", "start", name=op.f("uq_upload_part_upload_id_start")),
    )
    op.create_table(
        "show_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("may_show", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_show_choice_by")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_show_choice_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show_choice")),
    )
    op.create_index(op.f("ix_show_choice_participation_id"), "show_choice", ["participation_id"], unique=False)
    op.create_table(
        "training_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("photo", "material", name="filekind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=300), nullable=False),
        sa.Column("photographer", sa.String(length=120), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_training_file_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_training_file_file_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_training_file_session_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_file_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_file")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_file_uid")),
    )
    op.create_index(op.f("ix_training_file_session_id"), "training_file", ["session_id"], unique=False)
    op.create_index(op.f("ix_training_file_training_id"), "training_file", ["training_id"], unique=False)
    op.create_table(
        "shown",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_shown_participation_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["training_file.id"], name=op.f("fk_shown_photo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown")),
        sa.UniqueConstraint("photo_id", "participation_id", name=op.f("uq_shown_photo_id_participation_id")),
    )
    op.create_index(op.f("ix_shown_participation_id"), "shown", ["participation_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_shown_participation_id"), table_name="shown")
    op.drop_table("shown")
    op.drop_index(op.f("ix_training_file_training_id"), table_name="training_file")
    op.drop_index(op.f("ix_training_file_session_id"), table_name="training_file")
    op.drop_table("training_file")
    op.drop_index(op.f("ix_show_choice_participation_id"), table_name="show_choice")
    op.drop_table("show_choice")
    op.drop_table("upload_part")
    op.drop_index(op.f("ix_upload_principal_id"), table_name="upload")
    op.drop_index(op.f("ix_upload_at"), table_name="upload")
    op.drop_table("upload")
