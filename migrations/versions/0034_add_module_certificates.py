"""Let modules issue certificates by themselves to who studies them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "module_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=False),
        sa.Column("design_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("needs_tests", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_module_certificate_design_id")),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_certificate_module_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_module_certificate_series_id")),
        sa.ForeignKeyConstraint(["set_by"], ["principal.id"], name=op.f("fk_module_certificate_set_by")),
        sa.ForeignKeyConstraint(["signer_id"], ["signer.id"], name=op.f("fk_module_certificate_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_certificate")),
        sa.UniqueConstraint("module_id", name=op.f("uq_module_certificate_module_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_module_certificate_uid")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("module_certificate")
