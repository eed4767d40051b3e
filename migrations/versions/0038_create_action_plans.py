"""Create action plans, their items, and what was noted about them."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
STATES = sa.Enum(
    "planned", "running", "done", "dropped", name="itemstate", native_enum=False, create_constraint=True, length=24
)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "action_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_action_plan_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_plan")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_action_plan_participation_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_action_plan_uid")),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("with_whom", sa.String(length=200), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_plan_item_plan_id")),
        sa.ForeignKeyConstraint(["report_id"], ["activity_report.id"], name=op.f("fk_plan_item_report_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_plan_item_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_item_uid")),
    )
    op.create_index("ix_plan_item_state_due", "plan_item", ["state", "due"])
    for column in ("plan_id", "report_id", "training_id"):
        op.create_index(op.f(f"ix_plan_item_{column}"), "plan_item", [column])
    op.create_table(
        "plan_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("state", STATES, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_plan_note_by")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_plan_note_file_id")),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_plan_note_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["action_plan.id"], name=op.f("fk_plan_note_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_note")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_note_uid")),
    )
    op.create_index(op.f("ix_plan_note_item_id"), "plan_note", ["item_id"])
    op.create_index(op.f("ix_plan_note_plan_id"), "plan_note", ["plan_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("plan_note")
    op.drop_table("plan_item")
    op.drop_table("action_plan")
