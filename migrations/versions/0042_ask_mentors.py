"""Ask mentors what became of a training, about each participant."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0042"
down_revision = "0041"
MENTOR = "NOT asks_mentor OR (aim = 'follow_up' AND NOT is_anonymous)"


def upgrade() -> None:
    """Go forward."""
    for name in ("survey_form", "survey"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("asks_mentor", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(name) as table:
            table.alter_column("asks_mentor", server_default=None)
    with op.batch_alter_table("survey") as table:
        table.create_check_constraint(op.f("ck_survey_mentor"), MENTOR)
    op.create_table(
        "mentor_response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_mentor_response_by")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_mentor_response_participation_id")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_mentor_response_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_response")),
        sa.UniqueConstraint(
            "survey_id", "participation_id", name=op.f("uq_mentor_response_survey_id_participation_id")
        ),
    )
    op.create_index(op.f("ix_mentor_response_participation_id"), "mentor_response", ["participation_id"])


def downgrade() -> None:
    """Go back; what mentors were asked goes with their answers, since it would ask participants."""
    op.drop_table("mentor_response")
    op.execute("DELETE FROM survey WHERE asks_mentor")
    op.execute("UPDATE survey SET form_id = NULL WHERE form_id IN (SELECT id FROM survey_form WHERE asks_mentor)")
    op.execute("DELETE FROM survey_form WHERE asks_mentor")
    with op.batch_alter_table("survey") as table:
        table.drop_constraint(op.f("ck_survey_mentor"), type_="check")
        table.drop_column("asks_mentor")
    with op.batch_alter_table("survey_form") as table:
        table.drop_column("asks_mentor")
