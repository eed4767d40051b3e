"""Add receipts, devices that join a training, settled codes, and the quarantine of the offline door."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_receipt_principal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("principal_id", "uuid", name=op.f("uq_receipt_principal_id_uuid")),
    )
    op.create_table(
        "device_invite",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("wrong_tries >= 0", name=op.f("ck_device_invite_tries")),
        sa.ForeignKeyConstraint(["made_by"], ["principal.id"], name=op.f("fk_device_invite_made_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_device_invite_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_invite")),
        sa.UniqueConstraint("uid", name=op.f("uq_device_invite_uid")),
    )
    op.create_index(op.f("ix_device_invite_training_id"), "device_invite", ["training_id"])

    op.create_table(
        "quarantined_fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("fact_uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("accepted", "discarded", name="outcome", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("settle_reason", sa.String(length=300), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome <> 'discarded' OR settle_reason <> ''", name=op.f("ck_quarantined_fact_why")),
        sa.CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_quarantined_fact_settled")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_quarantined_fact_principal_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["principal.id"], name=op.f("fk_quarantined_fact_settled_by")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_quarantined_fact_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_fact")),
        sa.UniqueConstraint("principal_id", "fact_uid", name=op.f("uq_quarantined_fact_principal_id_fact_uid")),
        sa.UniqueConstraint("uid", name=op.f("uq_quarantined_fact_uid")),
    )
    op.create_index("ix_quarantined_fact_training_outcome", "quarantined_fact", ["training_id", "outcome"])

    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("invite_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cut_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cut_off_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cut_off_by"], ["principal.id"], name=op.f("fk_device_cut_off_by")),
        sa.ForeignKeyConstraint(["invite_id"], ["device_invite.id"], name=op.f("fk_device_invite_id")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_device_principal_id")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_device_training_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("principal_id", name=op.f("uq_device_principal_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_device_uid")),
    )
    op.create_index(op.f("ix_device_training_id"), "device", ["training_id"])

    op.create_table(
        "code_settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("participation_id IS NOT NULL OR reason <> ''", name=op.f("ck_code_settlement_why")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_code_settlement_by")),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_code_settlement_mark_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"], ["participation.id"], name=op.f("fk_code_settlement_participation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_settlement")),
        sa.UniqueConstraint("mark_id", name=op.f("uq_code_settlement_mark_id")),
    )
    op.create_index(op.f("ix_code_settlement_participation_id"), "code_settlement", ["participation_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("code_settlement")
    op.drop_table("device")
    op.drop_table("quarantined_fact")
    op.drop_table("device_invite")
    op.drop_table("receipt")
