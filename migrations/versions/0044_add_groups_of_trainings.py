"""Add groups of people within a training, and let a quiz have other terms for a group."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
TWO = "(participation_id IS NULL) <> (training_id IS NULL)"
THREE = (
    "CASE WHEN participation_id IS NULL THEN 0 ELSE 1 END + CASE WHEN group_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN training_id IS NULL THEN 0 ELSE 1 END = 1"
)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "training_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_training_group_made_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_group_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_group")),
        sa.UniqueConstraint("training_id", "sort_name", name=op.f("uq_training_group_training_id_sort_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_group_uid")),
    )
    op.create_table(
        "group_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["training_group.id"], name=op.f("fk_group_member_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_group_member_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("group_id", "participation_id", name=op.f("uq_group_member_group_id_participation_id")),
    )
    op.create_index("ix_group_member_participation", "group_member", ["participation_id", "group_id"])
    with op.batch_alter_table("quiz_override") as table:
        table.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        table.drop_constraint(op.f("ck_quiz_override_whom"), type_="check")
    with op.batch_alter_table("quiz_override") as table:
        table.create_check_constraint(op.f("ck_quiz_override_whom"), THREE)
        table.create_foreign_key(
            op.f("fk_quiz_override_group_id"), "training_group", ["group_id"], ["id"], ondelete="CASCADE"
        )
        table.create_unique_constraint(op.f("uq_quiz_override_quiz_id_group_id"), ["quiz_id", "group_id"])
        table.create_index(op.f("ix_quiz_override_group_id"), ["group_id"])


def downgrade() -> None:
    """Go back; what groups were given goes with them."""
    op.execute("DELETE FROM quiz_override WHERE group_id IS NOT NULL")
    with op.batch_alter_table("quiz_override") as table:
        table.drop_index(op.f("ix_quiz_override_group_id"))
        table.drop_constraint(op.f("uq_quiz_override_quiz_id_group_id"), type_="unique")
        table.drop_constraint(op.f("fk_quiz_override_group_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_quiz_override_whom"), type_="check")
    with op.batch_alter_table("quiz_override") as table:
        table.create_check_constraint(op.f("ck_quiz_override_whom"), TWO)
        table.drop_column("group_id")
    op.drop_table("group_member")
    op.drop_table("training_group")
