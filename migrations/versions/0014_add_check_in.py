"""Add self check-in and the second mark at the end of a session."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

PHASE = sa.Enum("start", "end", name="phase", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("attendance_policy") as table:
        table.add_column(sa.Column("late_after", sa.Integer(), nullable=False, server_default="15"))
        table.add_column(sa.Column("wants_end_mark", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("one_mark_percent", sa.Integer(), nullable=False, server_default="50"))
        table.create_check_constraint(op.f("ck_attendance_policy_late_after"), "late_after BETWEEN 0 AND 240")
        table.create_check_constraint(op.f("ck_attendance_policy_one_mark"), "one_mark_percent BETWEEN 0 AND 100")
    with op.batch_alter_table("attendance_policy") as table:
        for name in ("late_after", "wants_end_mark", "one_mark_percent"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("attendance_state") as table:
        table.add_column(sa.Column("phase", PHASE, nullable=False, server_default="start"))
        table.drop_constraint(op.f("uq_attendance_state_session_id_participation_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_attendance_state_session_id_participation_id_phase"), ["session_id", "participation_id", "phase"]
        )
    with op.batch_alter_table("attendance_state") as table:
        table.alter_column("phase", server_default=None)
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("phase", PHASE, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["principal.id"], name=op.f("fk_check_in_opened_by")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_check_in_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("code", name=op.f("uq_check_in_code")),
        sa.UniqueConstraint("session_id", "phase", name=op.f("uq_check_in_session_id_phase")),
        sa.UniqueConstraint("uid", name=op.f("uq_check_in_uid")),
    )
    op.create_table(
        "check_in_trace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_check_in_trace_mark_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_trace")),
        sa.UniqueConstraint("mark_id", name=op.f("uq_check_in_trace_mark_id")),
    )


def downgrade() -> None:
    """Go back; statuses of the end of a session go with their table's column, the marks stay."""
    op.drop_table("check_in_trace")
    op.drop_table("check_in")
    op.execute("DELETE FROM attendance_state WHERE phase = 'end'")
    with op.batch_alter_table("attendance_state") as table:
        table.drop_constraint(op.f("uq_attendance_state_session_id_participation_id_phase"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_attendance_state_session_id_participation_id"), ["session_id", "participation_id"]
        )
        table.drop_constraint(op.f("ck_attendance_state_phase"), type_="check")
        table.drop_column("phase")
    with op.batch_alter_table("attendance_policy") as table:
        table.drop_constraint(op.f("ck_attendance_policy_late_after"), type_="check")
        table.drop_constraint(op.f("ck_attendance_policy_one_mark"), type_="check")
        for name in ("late_after", "wants_end_mark", "one_mark_percent"):
            table.drop_column(name)
