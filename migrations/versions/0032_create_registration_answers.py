"""Create what trainings ask those who register, and what they answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "own_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"], ["questionnaire.id"], name=op.f("fk_own_questions_questionnaire_id")
        ),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_own_questions_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_questions")),
        sa.UniqueConstraint("questionnaire_id", name=op.f("uq_own_questions_questionnaire_id")),
        sa.UniqueConstraint("training_id", name=op.f("uq_own_questions_training_id")),
    )
    op.create_table(
        "registration_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_registration_answer_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_answer_person_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_registration_answer_training_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_registration_answer_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_answer")),
        sa.UniqueConstraint("training_id", "person_id", name=op.f("uq_registration_answer_training_id_person_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_registration_answer_uid")),
    )
    op.create_index(op.f("ix_registration_answer_person_id"), "registration_answer", ["person_id"])
    op.create_table(
        "registration_choice",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=12), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["registration_answer.id"], name=op.f("fk_registration_choice_answer_id")
        ),
        sa.PrimaryKeyConstraint("answer_id", "question", "choice", name=op.f("pk_registration_choice")),
    )
    op.create_index("ix_registration_choice_question_choice", "registration_choice", ["question", "choice"])


def downgrade() -> None:
    """Go back; questions that only registration asked go with their answers."""
    op.drop_table("registration_choice")
    op.drop_table("registration_answer")
    op.drop_table("own_questions")
    questionnaire, version = (
        sa.table("questionnaire", sa.column("id"), sa.column("owner")),
        sa.table("questionnaire_version", sa.column("questionnaire_id")),
    )
    ours = sa.select(questionnaire.c.id).where(questionnaire.c.owner == "registration")
    op.execute(version.delete().where(version.c.questionnaire_id.in_(ours)))
    op.execute(questionnaire.delete().where(questionnaire.c.owner == "registration"))
