"""Let people wait before a quiz that opens later, with its questions sealed on their devices."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "lobby_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempt_uid", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("came_at", "seen_at")),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("ready_at", "opened_at")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_lobby_place_number")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_lobby_place_participation_id")
        ),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_lobby_place_quiz_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_place")),
        sa.UniqueConstraint("attempt_uid", name=op.f("uq_lobby_place_attempt_uid")),
        sa.UniqueConstraint("quiz_id", "participation_id", name=op.f("uq_lobby_place_quiz_id_participation_id")),
    )
    op.create_index(op.f("ix_lobby_place_participation_id"), "lobby_place", ["participation_id"])


def downgrade() -> None:
    """Go back; attempts that were begun there stay."""
    op.drop_table("lobby_place")
