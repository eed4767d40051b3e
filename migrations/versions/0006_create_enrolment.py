"""Create the tables of enrolment."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "import_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("notes", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "invited",
                "registered",
                "arrived",
                "not_arrived",
                "withdrew",
                "returned",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "waiting", "done", name="draftstate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("office_kind_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_import_draft_job_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_import_draft_made_by")),
        sa.ForeignKeyConstraint(["office_kind_id"], ["office_kind.id"], name=op.f("fk_import_draft_office_kind_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_import_draft_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_draft_uid")),
    )
    op.create_index(op.f("ix_import_draft_file_hash"), "import_draft", ["file_hash"], unique=False)
    op.create_index(op.f("ix_import_draft_training_id"), "import_draft", ["training_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("import_draft")
