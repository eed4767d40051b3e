"""Add delegations: quotas, letters, named people, their steps and points."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

CAPACITY = sa.Enum(
    "participant", "trainer", "facilitator", "moderator", "organiser", name="capacity", native_enum=False,
    create_constraint=True, length=24,
)  # fmt: skip
STATE = sa.Enum(
    "proposed", "endorsed", "accepted", "waiting", "over", "refused", "cancelled", "replaced", name="nominationstate",
    native_enum=False, create_constraint=True, length=24,
)  # fmt: skip


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("most BETWEEN 1 AND 100", name=op.f("ck_criterion_most")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_criterion_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("uid", name=op.f("uq_criterion_uid")),
    )
    with op.batch_alter_table("criterion") as table:
        table.create_index(op.f("ix_criterion_training_id"), ["training_id"])
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("letter_number", sa.String(length=120), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["stored_file.id"], name=op.f("fk_delegation_letter_id")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_delegation_made_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_delegation_office_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_delegation_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("uid", name=op.f("uq_delegation_uid")),
    )
    with op.batch_alter_table("delegation") as table:
        table.create_index(op.f("ix_delegation_office_id"), ["office_id"])
        table.create_index(op.f("ix_delegation_training_id"), ["training_id"])
    op.create_table(
        "nomination_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stages", sa.Integer(), nullable=False),
        sa.CheckConstraint("stages BETWEEN 0 AND 2", name=op.f("ck_nomination_plan_stages")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_nomination_plan_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_plan")),
        sa.UniqueConstraint("training_id", name=op.f("uq_nomination_plan_training_id")),
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("capacity", CAPACITY, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("(region_id IS NULL) <> (office_id IS NULL)", name=op.f("ck_quota_place")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_quota_seats")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_quota_office_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_quota_region_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_quota_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint(
            "training_id", "office_id", "capacity", name=op.f("uq_quota_training_id_office_id_capacity")
        ),
        sa.UniqueConstraint(
            "training_id", "region_id", "capacity", name=op.f("uq_quota_training_id_region_id_capacity")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_quota_uid")),
    )
    with op.batch_alter_table("quota") as table:
        table.create_index(op.f("ix_quota_training_id"), ["training_id"])
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("capacity", CAPACITY, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_nomination_delegation_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_nomination_participation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_nomination_person_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_nomination_region_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["nomination.id"], name=op.f("fk_nomination_replaces_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_nomination_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint(
            "training_id", "person_id", "capacity", name=op.f("uq_nomination_training_id_person_id_capacity")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_nomination_uid")),
    )
    with op.batch_alter_table("nomination") as table:
        table.create_index(op.f("ix_nomination_delegation_id"), ["delegation_id"])
        table.create_index(op.f("ix_nomination_participation_id"), ["participation_id"])
        table.create_index(op.f("ix_nomination_person_id"), ["person_id"])
        table.create_index("ix_nomination_training_state", ["training_id", "state"])
    op.create_table(
        "nomination_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_nomination_fact_by")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_fact_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_fact")),
        sa.UniqueConstraint("uid", name=op.f("uq_nomination_fact_uid")),
    )
    with op.batch_alter_table("nomination_fact") as table:
        table.create_index(op.f("ix_nomination_fact_batch"), ["batch"])
        table.create_index(op.f("ix_nomination_fact_nomination_id"), ["nomination_id"])
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_score_points")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_score_by")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nomination.id"], name=op.f("fk_score_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    with op.batch_alter_table("score") as table:
        table.create_index(op.f("ix_score_nomination_id"), ["nomination_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("score")
    op.drop_table("nomination_fact")
    op.drop_table("nomination")
    op.drop_table("quota")
    op.drop_table("nomination_plan")
    op.drop_table("delegation")
    op.drop_table("criterion")
