"""Create surveys: forms of programmes, surveys of trainings, receipts and responses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "survey_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column(
            "aim",
            sa.Enum(
                "session",
                "trainer",
                "training",
                "follow_up",
                name="aim",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_survey_form_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_form")),
        sa.UniqueConstraint("uid", name=op.f("uq_survey_form_uid")),
    )
    op.create_index(op.f("ix_survey_form_programme_id"), "survey_form", ["programme_id"], unique=False)
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=True),
        sa.Column(
            "aim",
            sa.Enum(
                "session",
                "trainer",
                "training",
                "follow_up",
                name="aim",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("trainer_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("questions", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(aim = 'session') = (session_id IS NOT NULL)", name=op.f("ck_survey_session")),
        sa.CheckConstraint("(aim = 'trainer') = (trainer_id IS NOT NULL)", name=op.f("ck_survey_trainer")),
        sa.CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name=op.f("ck_survey_times")),
        sa.ForeignKeyConstraint(["created_by"], ["principal.id"], name=op.f("fk_survey_created_by")),
        sa.ForeignKeyConstraint(["form_id"], ["survey_form.id"], name=op.f("fk_survey_form_id")),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_survey_session_id")),
        sa.ForeignKeyConstraint(["trainer_id"], ["participation.id"], name=op.f("fk_survey_trainer_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_survey_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("uid", name=op.f("uq_survey_uid")),
    )
    op.create_index(op.f("ix_survey_session_id"), "survey", ["session_id"], unique=False)
    op.create_index(op.f("ix_survey_trainer_id"), "survey", ["trainer_id"], unique=False)
    op.create_index(op.f("ix_survey_training_id"), "survey", ["training_id"], unique=False)
    op.create_table(
        "survey_receipt",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_survey_receipt_participation_id")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_receipt_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "participation_id", name=op.f("pk_survey_receipt")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_receipt_participation_id"), "survey_receipt", ["participation_id"], unique=False)
    op.create_table(
        "survey_response",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint("NOT is_anonymous OR participation_id IS NULL", name=op.f("ck_survey_response_nobody")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_survey_response_participation_id")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_response_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
        sa.UniqueConstraint(
            "survey_id", "participation_id", name=op.f("uq_survey_response_survey_id_participation_id")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_response_survey_id", "survey_response", ["survey_id"], unique=False)


def downgrade() -> None:
    """Go back."""

    op.drop_index("ix_survey_response_survey_id", table_name="survey_response")
    op.drop_table("survey_response")
    op.drop_index(op.f("ix_survey_receipt_participation_id"), table_name="survey_receipt")
    op.drop_table("survey_receipt")
    op.drop_index(op.f("ix_survey_training_id"), table_name="survey")
    op.drop_index(op.f("ix_survey_trainer_id"), table_name="survey")
    op.drop_index(op.f("ix_survey_session_id"), table_name="survey")
    op.drop_table("survey")
    op.drop_index(op.f("ix_survey_form_programme_id"), table_name="survey_form")
    op.drop_table("survey_form")
