"""Create the tables of quizzes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "bank_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_bank_category_module_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_bank_category_office_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["bank_category.id"], name=op.f("fk_bank_category_parent_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_bank_category_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_category")),
        sa.UniqueConstraint("module_id", "name", name=op.f("uq_bank_category_module_id_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_bank_category_uid")),
    )
    op.create_index(op.f("ix_bank_category_module_id"), "bank_category", ["module_id"], unique=False)
    op.create_index(op.f("ix_bank_category_office_id"), "bank_category", ["office_id"], unique=False)
    op.create_index(op.f("ix_bank_category_programme_id"), "bank_category", ["programme_id"], unique=False)
    op.create_index(op.f("ix_bank_category_sort_name"), "bank_category", ["sort_name"], unique=False)
    op.create_table(
        "bank_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["bank_category.id"], name=op.f("fk_bank_entry_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_entry")),
        sa.UniqueConstraint("category_id", "key", name=op.f("uq_bank_entry_category_id_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_bank_entry_uid")),
    )
    op.create_index(op.f("ix_bank_entry_category_id"), "bank_entry", ["category_id"], unique=False)
    op.create_table(
        "entry_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["bank_entry.id"], name=op.f("fk_entry_tag_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_tag")),
        sa.UniqueConstraint("entry_id", "tag", name=op.f("uq_entry_tag_entry_id_tag")),
    )
    op.create_index(op.f("ix_entry_tag_entry_id"), "entry_tag", ["entry_id"], unique=False)
    op.create_index(op.f("ix_entry_tag_tag"), "entry_tag", ["tag"], unique=False)
    op.create_table(
        "question_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "ready", "hidden", name="questionstate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("feedback_html", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("settings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("objective", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_question_version_number")),
        sa.ForeignKeyConstraint(["entry_id"], ["bank_entry.id"], name=op.f("fk_question_version_entry_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_question_version_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_version")),
        sa.UniqueConstraint("entry_id", "number", name=op.f("uq_question_version_entry_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_question_version_uid")),
    )
    op.create_index(op.f("ix_question_version_entry_id"), "question_version", ["entry_id"], unique=False)
    op.create_index(op.f("ix_question_version_type"), "question_version", ["type"], unique=False)
    op.create_table(
        "quiz",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "practice", "pre", "post", "exam", name="purpose", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("time_limit", sa.Integer(), nullable=True),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.Column(
            "at_expiry",
            sa.Enum("submit", "abandon", name="atexpiry", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts_allowed", sa.Integer(), nullable=True),
        sa.Column("delay_minutes", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column(
            "grading",
            sa.Enum(
                "highest",
                "average",
                "first",
                "last",
                name="gradingmethod",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "form_rule",
            sa.Enum("fixed", "parallel", name="formrule", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("behaviour", sa.String(length=24), nullable=False),
        sa.Column("per_page", sa.Integer(), nullable=False),
        sa.Column("shuffle_questions", sa.Boolean(), nullable=False),
        sa.Column("shuffle_options", sa.Boolean(), nullable=False),
        sa.Column("is_offline", sa.Boolean(), nullable=False),
        sa.Column("review", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("bands", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("attempts_allowed IS NULL OR attempts_allowed > 0", name=op.f("ck_quiz_attempts_allowed")),
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at", name=op.f("ck_quiz_period")
        ),
        sa.CheckConstraint("pass_mark IS NULL OR pass_mark BETWEEN 0 AND 100", name=op.f("ck_quiz_pass_mark")),
        sa.CheckConstraint("time_limit IS NULL OR time_limit > 0", name=op.f("ck_quiz_time_limit")),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_quiz_lesson_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
        sa.UniqueConstraint("lesson_id", name=op.f("uq_quiz_lesson_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_quiz_uid")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "expired",
                "abandoned",
                name="attemptstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum("online", "offline", "paper", name="method", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fraction", sa.Double(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["participation_id"], ["participation.id"], name=op.f("fk_attempt_participation_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_attempt_quiz_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_attempt_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint(
            "quiz_id", "participation_id", "number", name=op.f("uq_attempt_quiz_id_participation_id_number")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_attempt_uid")),
    )
    op.create_index("ix_attempt_participation_quiz", "attempt", ["participation_id", "quiz_id"], unique=False)
    op.create_index(op.f("ix_attempt_state"), "attempt", ["state"], unique=False)
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("draws > 0", name=op.f("ck_slot_draws")),
        sa.CheckConstraint("entry_id IS NOT NULL OR category_id IS NOT NULL", name=op.f("ck_slot_source")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_slot_points")),
        sa.ForeignKeyConstraint(["category_id"], ["bank_category.id"], name=op.f("fk_slot_category_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["bank_entry.id"], name=op.f("fk_slot_entry_id")),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_slot_quiz_id")),
        sa.ForeignKeyConstraint(["version_id"], ["question_version.id"], name=op.f("fk_slot_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("uid", name=op.f("uq_slot_uid")),
    )
    op.create_index(op.f("ix_slot_entry_id"), "slot", ["entry_id"], unique=False)
    op.create_index(op.f("ix_slot_quiz_id"), "slot", ["quiz_id"], unique=False)
    op.create_table(
        "attempt_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("option_order", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("response", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("fraction", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_item_attempt_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_attempt_item_slot_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["version_id"], ["question_version.id"], name=op.f("fk_attempt_item_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_item")),
        sa.UniqueConstraint("attempt_id", "position", name=op.f("uq_attempt_item_attempt_id_position")),
        sa.UniqueConstraint("uid", name=op.f("uq_attempt_item_uid")),
    )
    op.create_index(op.f("ix_attempt_item_version_id"), "attempt_item", ["version_id"], unique=False)
    op.create_table(
        "response_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("base_seq", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("saved", "rival", "late", name="stepkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("response", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_response_step_sequence")),
        sa.ForeignKeyConstraint(["item_id"], ["attempt_item.id"], name=op.f("fk_response_step_item_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_response_step_principal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_step")),
        sa.UniqueConstraint("item_id", "sequence", name=op.f("uq_response_step_item_id_sequence")),
        sa.UniqueConstraint("principal_id", "uid", name=op.f("uq_response_step_principal_id_uid")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("response_step")
    op.drop_table("attempt_item")
    op.drop_table("slot")
    op.drop_table("attempt")
    op.drop_table("quiz")
    op.drop_table("question_version")
    op.drop_table("entry_tag")
    op.drop_table("bank_entry")
    op.drop_table("bank_category")
