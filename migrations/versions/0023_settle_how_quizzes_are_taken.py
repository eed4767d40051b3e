"""Add behaviours, passwords, penalties and other terms to quizzes, and the tries that were checked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("quiz") as table:
        table.add_column(sa.Column("grace_minutes", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("wrong_costs", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("password", sa.String(length=80), nullable=False, server_default=""))
        table.create_check_constraint("wrong_costs", "wrong_costs BETWEEN 0 AND 100")
        table.create_check_constraint("grace_minutes", "grace_minutes BETWEEN 0 AND 10080")
    with op.batch_alter_table("quiz") as table:
        for name in ("grace_minutes", "wrong_costs", "password"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("attempt_item") as table:
        table.add_column(sa.Column("certainty", sa.Integer(), nullable=True))
        table.add_column(sa.Column("checks", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("attempt_item") as table:
        table.alter_column("checks", server_default=None)
    with op.batch_alter_table("response_step") as table:
        table.add_column(sa.Column("certainty", sa.Integer(), nullable=True))
    op.create_table(
        "item_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("response", JSON, nullable=True),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_item_check_number")),
        sa.ForeignKeyConstraint(["item_id"], ["attempt_item.id"], name=op.f("fk_item_check_item_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_item_check_principal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_check")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_item_check_item_id_number")),
    )
    op.create_index(op.f("ix_item_check_item_id"), "item_check", ["item_id"], unique=False)
    _create_overrides()


def _create_overrides() -> None:
    op.create_table(
        "quiz_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("training_id", sa.Integer(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_limit", sa.Integer(), nullable=True),
        sa.Column("attempts_allowed", sa.Integer(), nullable=True),
        sa.Column("password", sa.String(length=80), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(participation_id IS NULL) <> (training_id IS NULL)", name=op.f("ck_quiz_override_whom")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_quiz_override_quiz_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_quiz_override_participation_id")
        ),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_quiz_override_training_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_quiz_override_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_override")),
        sa.UniqueConstraint("quiz_id", "participation_id", name=op.f("uq_quiz_override_quiz_id_participation_id")),
        sa.UniqueConstraint("quiz_id", "training_id", name=op.f("uq_quiz_override_quiz_id_training_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_quiz_override_uid")),
    )
    for name in ("quiz_id", "participation_id", "training_id"):
        op.create_index(op.f(f"ix_quiz_override_{name}"), "quiz_override", [name], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("quiz_override")
    op.drop_table("item_check")
    with op.batch_alter_table("response_step") as table:
        table.drop_column("certainty")
    with op.batch_alter_table("attempt_item") as table:
        table.drop_column("checks")
        table.drop_column("certainty")
    with op.batch_alter_table("quiz") as table:
        table.drop_constraint(op.f("ck_quiz_grace_minutes"), type_="check")
        table.drop_constraint(op.f("ck_quiz_wrong_costs"), type_="check")
        for name in ("password", "wrong_costs", "grace_minutes"):
            table.drop_column(name)
