"""Create the tables of trainings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "training_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("is_replication", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_training_kind_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_kind")),
        sa.UniqueConstraint("programme_id", "key", name=op.f("uq_training_kind_programme_id_key")),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("library_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "cancelled",
                name="trainingstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("is_self_paced", sa.Boolean(), nullable=False),
        sa.Column("is_template", sa.Boolean(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("registration_until", sa.Date(), nullable=True),
        sa.Column("actual_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("in_stead_of", sa.String(length=200), nullable=False),
        sa.Column("least_attendance", sa.Integer(), nullable=False),
        sa.Column("least_attendance_facilitator", sa.Integer(), nullable=False),
        sa.Column("needs_post_test", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_training_capacity")),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name=op.f("ck_training_dates")),
        sa.ForeignKeyConstraint(["created_by"], ["principal.id"], name=op.f("fk_training_created_by")),
        sa.ForeignKeyConstraint(["kind_id"], ["training_kind.id"], name=op.f("fk_training_kind_id")),
        sa.ForeignKeyConstraint(["library_id"], ["office.id"], name=op.f("fk_training_library_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_training_office_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_training_programme_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_training_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_uid")),
    )
    op.create_index(op.f("ix_training_library_id"), "training", ["library_id"], unique=False)
    op.create_index(op.f("ix_training_office_id"), "training", ["office_id"], unique=False)
    op.create_index(op.f("ix_training_programme_id"), "training", ["programme_id"], unique=False)
    op.create_index(op.f("ix_training_region_id"), "training", ["region_id"], unique=False)
    op.create_index(op.f("ix_training_sort_name"), "training", ["sort_name"], unique=False)
    op.create_index(op.f("ix_training_starts"), "training", ["starts"], unique=False)
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "participant",
                "trainer",
                "facilitator",
                "moderator",
                "organiser",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("name_shown", sa.String(length=240), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("office_shown", sa.String(length=200), nullable=False),
        sa.Column("position_shown", sa.String(length=120), nullable=False),
        sa.Column("badge_code", sa.String(length=20), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_participation_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_participation_person_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_participation_region_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_participation_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("badge_code", name=op.f("uq_participation_badge_code")),
        sa.UniqueConstraint(
            "training_id", "person_id", "capacity", name=op.f("uq_participation_training_id_person_id_capacity")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_participation_uid")),
    )
    op.create_index(op.f("ix_participation_office_id"), "participation", ["office_id"], unique=False)
    op.create_index(op.f("ix_participation_person_id"), "participation", ["person_id"], unique=False)
    op.create_index(op.f("ix_participation_region_id"), "participation", ["region_id"], unique=False)
    op.create_index("ix_participation_training_sort", "participation", ["training_id", "sort_name"], unique=False)
    op.create_table(
        "training_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_training_fact_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_fact_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_fact")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_fact_uid")),
    )
    op.create_index(op.f("ix_training_fact_training_id"), "training_fact", ["training_id"], unique=False)
    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actual_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("actual_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_training_session_times")),
        sa.CheckConstraint("jp >= 0", name=op.f("ck_training_session_jp")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_training_session_module_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_session_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_session_uid")),
    )
    op.create_index(op.f("ix_training_session_training_id"), "training_session", ["training_id"], unique=False)
    op.create_table(
        "participation_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "invited",
                "registered",
                "arrived",
                "not_arrived",
                "withdrew",
                "returned",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_participation_fact_by")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_participation_fact_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation_fact")),
        sa.UniqueConstraint("uid", name=op.f("uq_participation_fact_uid")),
    )
    op.create_index(
        op.f("ix_participation_fact_participation_id"), "participation_fact", ["participation_id"], unique=False
    )
    op.create_table(
        "session_trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_session_trainer_participation_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["training_session.id"], name=op.f("fk_session_trainer_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_trainer")),
        sa.UniqueConstraint(
            "session_id", "participation_id", name=op.f("uq_session_trainer_session_id_participation_id")
        ),
    )
    op.create_index(op.f("ix_session_trainer_participation_id"), "session_trainer", ["participation_id"], unique=False)
    op.create_index(op.f("ix_session_trainer_session_id"), "session_trainer", ["session_id"], unique=False)
    op.create_table(
        "training_module",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("jp", sa.Integer(), nullable=False),
        sa.CheckConstraint("jp >= 0", name=op.f("ck_training_module_jp")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_training_module_module_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_training_module_release_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_training_module_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_module")),
        sa.UniqueConstraint("training_id", "module_id", name=op.f("uq_training_module_training_id_module_id")),
    )
    op.create_index(op.f("ix_training_module_module_id"), "training_module", ["module_id"], unique=False)
    op.create_index(op.f("ix_training_module_training_id"), "training_module", ["training_id"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_table("training_module")
    op.drop_table("session_trainer")
    op.drop_table("participation_fact")
    op.drop_table("training_session")
    op.drop_table("training_fact")
    op.drop_table("participation")
    op.drop_table("training")
    op.drop_table("training_kind")
