"""Add requests to correct a certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "name",
                "position",
                "office",
                "other",
                name="field",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("right", sa.String(length=240), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "open", "replaced", "declined", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome = 'open' OR answered_at IS NOT NULL", name=op.f("ck_correction_request_answered")),
        sa.ForeignKeyConstraint(["answered_by"], ["principal.id"], name=op.f("fk_correction_request_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["principal.id"], name=op.f("fk_correction_request_asked_by")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_correction_request_certificate_id")
        ),
        sa.ForeignKeyConstraint(["proof_id"], ["stored_file.id"], name=op.f("fk_correction_request_proof_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("uid", name=op.f("uq_correction_request_uid")),
    )
    for column in ("asked_at", "certificate_id", "outcome"):
        op.create_index(op.f(f"ix_correction_request_{column}"), "correction_request", [column], unique=False)
    op.create_index(
        "uq_correction_request_open", "correction_request", ["certificate_id"], unique=True,
        sqlite_where=sa.text("outcome = 'open'"), postgresql_where=sa.text("outcome = 'open'"),
    )  # fmt: skip


def downgrade() -> None:
    """Go back."""
    op.drop_table("correction_request")
