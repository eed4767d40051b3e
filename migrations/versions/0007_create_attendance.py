"""Create the tables of attendance."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "attendance_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("late_percent", sa.Integer(), nullable=False),
        sa.Column("waives_excused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("late_percent BETWEEN 0 AND 100", name=op.f("ck_attendance_policy_late")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_attendance_policy_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_policy")),
        sa.UniqueConstraint("training_id", name=op.f("uq_attendance_policy_training_id")),
    )
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("raw_code", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum("H", "T", "I", "S", "A", "-", name="status", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "manual",
                "badge",
                "self",
                "paper",
                "import",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum("start", "end", name="phase", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("after", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("participation_id IS NOT NULL OR raw_code <> ''", name=op.f("ck_mark_whose")),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_mark_participation_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_mark_principal_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_mark_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("principal_id", "uid", name=op.f("uq_mark_principal_id_uid")),
    )
    op.create_index(op.f("ix_mark_batch"), "mark", ["batch"], unique=False)
    op.create_index(op.f("ix_mark_participation_id"), "mark", ["participation_id"], unique=False)
    op.create_index("ix_mark_session_participation", "mark", ["session_id", "participation_id"], unique=False)
    op.create_index(op.f("ix_mark_uid"), "mark", ["uid"], unique=False)
    op.create_table(
        "attendance_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("H", "T", "I", "S", "A", "-", name="status", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("in_conflict", sa.Boolean(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_attendance_state_mark_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_attendance_state_participation_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_attendance_state_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_state")),
        sa.UniqueConstraint(
            "session_id", "participation_id", name=op.f("uq_attendance_state_session_id_participation_id")
        ),
    )
    op.create_index(
        op.f("ix_attendance_state_participation_id"), "attendance_state", ["participation_id"], unique=False
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("attendance_state")
    op.drop_table("mark")
    op.drop_table("attendance_policy")
