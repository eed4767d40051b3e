"""Let provinces use series, signers and designs of an office."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
ONE = " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ("series_id", "signer_id", "design_id"))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "lending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("design_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"{ONE} = 1", name=op.f("ck_lending_one")),
        sa.ForeignKeyConstraint(["by"], ["principal.id"], name=op.f("fk_lending_by")),
        sa.ForeignKeyConstraint(["design_id"], ["design.id"], name=op.f("fk_lending_design_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_lending_region_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_lending_series_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["signer.id"], name=op.f("fk_lending_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lending")),
        sa.UniqueConstraint("uid", name=op.f("uq_lending_uid")),
    )
    for name in ("series_id", "signer_id", "design_id", "region_id"):
        op.create_index(op.f(f"ix_lending_{name}"), "lending", [name], unique=False)


def downgrade() -> None:
    """Go back."""
    for name in ("region_id", "design_id", "signer_id", "series_id"):
        op.drop_index(op.f(f"ix_lending_{name}"), table_name="lending")
    op.drop_table("lending")
